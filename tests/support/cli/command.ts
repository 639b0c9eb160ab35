import { spawn } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../../..");

/** How a command ended. */
export interface CommandOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `pulumi-codechat` from its sources.
 *
 * @param cwd the folder that it runs in.
 * @param env variables beside those of this process, without a server and token of the developer's own.
 */
export function runCommand(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<CommandOutcome> {
  return new Promise((done, failed) => {
    const loader = require.resolve("tsx", { paths: [ROOT] });
    const child = spawn(process.execPath, ["--import", loader, resolve(ROOT, "cli/main.ts"), ...args], {
      cwd,
      env: { ...process.env, CODECHAT_BASE_URL: "", CODECHAT_TOKEN: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        printed[name] += text;
      });
    }
    child.on("error", failed).on("close", (status) => done({ status, ...printed }));
  });
}
