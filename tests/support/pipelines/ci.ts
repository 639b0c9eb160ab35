import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const EXAMPLE = resolve(__dirname, "../../../examples/pipeline");

/** What a job installs with, before it has any secret. */
export const INSTALL = "npm ci --ignore-scripts";

/** What a job gets from the CI's secret store, sorted. */
export const SECRETS: readonly string[] = [
  "CODECHAT_TOKEN",
  "PULUMI_BACKEND_URL",
  "PULUMI_CONFIG_PASSPHRASE",
];

/** A file of examples/pipeline. */
export function readPipelineFile(path: string): string {
  return readFileSync(join(EXAMPLE, path), "utf8");
}

/** Lines of a job that neither install nor call the pipeline's script with one word. */
export function otherCommands(lines: readonly string[]): string[] {
  return lines.filter((line) => line !== INSTALL && !/^ci\/pipeline\.sh (\w+|"\$\S+")$/.test(line));
}
