import { spawn } from "node:child_process";
import { ENGINE_IS_MISSING, INSTALL_ENGINE } from "../shared/project/engine-words";

/**
 * Creates a stack, where it is missing, and sets its secrets. Each value goes to `pulumi` through its
 * standard input: a command line can be read by every process of the machine.
 *
 * @param folder the project's.
 * @param secrets values by their key of the configuration.
 * @throws Error with the words of `pulumi` where a command of it fails.
 */
export async function prepareStack(
  folder: string,
  stack: string,
  secrets: ReadonlyMap<string, string>,
): Promise<void> {
  await pulumi(folder, ["stack", "select", "--create", "--stack", stack], "");
  for (const [key, value] of secrets) {
    await pulumi(folder, ["config", "set", "--stack", stack, "--secret", key], value);
  }
}

function pulumi(folder: string, args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: folder,
      stdio: ["pipe", "ignore", "pipe"],
    });
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words += text;
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === "ENOENT";
      reject(isMissing ? new Error(`${ENGINE_IS_MISSING}; ${INSTALL_ENGINE}`) : error);
    });
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(new Error(`pulumi ${args.join(" ")} failed (exit status ${status}): ${words.trim()}`));
    });
    // A command that failed at once has closed it; its exit status says so.
    child.stdin.on("error", () => {}).end(input);
  });
}
