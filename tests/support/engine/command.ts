import type { Outcome } from "./outcome";
import type { Project } from "./project";

/** The command line of pulumi-codechat, as the project has it installed. */
const COMMAND = "node_modules/pulumi-codechat/dist/cli/main.js";

/**
 * Runs `pulumi-codechat` in a project's folder.
 *
 * @param environment variables beside those of the project.
 * @throws CommandFailure where its exit status is not 0.
 */
export function pulumiCodechat(
  project: Project,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return project.run("/usr/bin/env", [...variables, process.execPath, COMMAND, ...args]);
}
