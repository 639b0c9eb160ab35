import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import type { JsonReport, JsonWebhook } from "../../../cli/drift/report/json";
import type { Project } from "../engine/project";

const COMMAND = resolve(__dirname, "../../../dist/cli/main.js");

/** How `pulumi-codechat drift` ended. */
export interface DriftOutcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `pulumi-codechat drift` as compiled, in a project's folder.
 *
 * @param env environment beside that of the project.
 * @param onStart gets the process.
 */
export function drift(
  project: Project,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  onStart: (child: ChildProcess) => void = () => {},
): Promise<DriftOutcome> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [COMMAND, "drift", ...args], {
      cwd: project.folder,
      env: { ...process.env, ...project.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart(child);
    const printed = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8").on("data", (text: string) => {
        project.notePrinted(text);
        printed[name] += text;
      });
    }
    child.on("error", failed).on("close", (status) => done({ status, ...printed }));
  });
}

/** The report that `--json` printed. @throws SyntaxError where it is none */
export function reportIn({ stdout }: DriftOutcome): JsonReport {
  return JSON.parse(stdout);
}

/** The webhooks that a report names, by resource and instance. */
export function driftedIn(report: JsonReport): JsonWebhook[] {
  const key = ({ resource, instance }: JsonWebhook) => `${resource} ${instance}`;
  return report.stacks.flatMap(({ drifted }) => drifted).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
