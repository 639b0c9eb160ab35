import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEADLINE_MS, type Observed } from "../stories/run";
import { applies, type FaultCase, type FaultRow, ROWS, rowsOf, titleOf } from "./cases";
import { FAMILIES, FAULTS, type Family, type NamedFault } from "./kinds";

const FILE = join(__dirname, "../../../docs/fault-matrix.md");

const outcomes = new Map<string, string>();
let slowestMs = 0;

/** Enters what a case has shown. */
export function noteCase({ name }: FaultCase, { struck, first, slowestMs: ms }: Observed): void {
  outcomes.set(name, struck ? first : "–");
  slowestMs = Math.max(slowestMs, ms);
}

/**
 * Compares docs/fault-matrix.md with what the cases have shown; with `UPDATE_FAULT_MATRIX=1` writes it.
 *
 * @returns `"current"`, or what to do.
 */
export function checkMatrix(): string {
  const text = render();
  if (process.env["UPDATE_FAULT_MATRIX"]) writeFileSync(FILE, text);
  const current = existsSync(FILE) && readFileSync(FILE, "utf8") === text;
  return current
    ? "current"
    : "not current: run the test with UPDATE_FAULT_MATRIX=1 and look at the difference";
}

function render(): string {
  const count = [...outcomes.values()].filter((outcome) => outcome !== "–").length;
  const tables = FAMILIES.map((family) => `## ${family}\n\n${table(family)}`);
  const notes = ROWS.flatMap((row) =>
    Object.entries(row.omit ?? {}).map(([fault, why]) => `- ${titleOf(row)}, ${fault}: ${why}.`),
  );
  return `${[
    "# What a fault does to `pulumi up`",
    `tests/contract/faults/matrix.test.ts with \`UPDATE_FAULT_MATRIX=1\` writes this page: ${count} cases over real HTTP.
In each case one call of an operation meets the fault: once, or every time. After that the server is well again,
and the same command runs once more. In the end every declaration has exactly one live webhook. It is as declared
and in state, the next \`pulumi up\` has nothing to do, and a refresh finds no drift. After a destroy the webhook is
gone, or disabled. The longest operation took ${slowestMs / 1000} s of its ${DEADLINE_MS / 1000} s.`,
    `A cell says what became of the command with the fault: *once · always*, or one word if both are the same or only
*always* was tried.

- **succeeded**: it succeeded in spite of the fault;
- **resumed**: it failed with the webhook in state, and the next \`pulumi up\` did the rest;
- **repeated**: it failed and left the state as it was, and the same command did everything;
- **gone**: the refresh removed the webhook from state, as the server said that it is deleted, and the next \`pulumi up\` found it again;
- –: the call does not occur, or the fault means nothing there.`,
    ...tables,
    `## Left out\n\n${[...new Set(notes)].join("\n")}`,
  ].join("\n\n")}\n`;
}

function table(family: Family): string {
  const faults = FAULTS.filter((fault) => fault.family === family);
  const lines = rowsOf(family).map((row) => [titleOf(row), ...faults.map((fault) => cell(row, fault))]);
  const head = ["operation: call", ...faults.map(({ name }) => name)];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cell(row: FaultRow, fault: NamedFault): string {
  if (!applies(row, fault)) return "–";
  const [once, always] = ["once", "always"].map((times) =>
    outcomes.get(`${titleOf(row)}, ${fault.name}, ${times}`),
  );
  return once === undefined || once === always ? `${always}` : `${once} · ${always}`;
}
