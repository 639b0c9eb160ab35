import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What GitHub's own parser has to say against a workflow. */
export function workflowErrors(workflow: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "codechat-workflow-"));
  try {
    const file = join(folder, "workflow.yml");
    writeFileSync(file, workflow);
    const check = join(__dirname, "check-workflow.mts");
    return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", check, file], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
