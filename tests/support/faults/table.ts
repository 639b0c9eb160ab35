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
    `Generated from the run of tests/contract/faults/matrix.test.ts with \`UPDATE_FAULT_MATRIX=1\`: ${count} cases over real HTTP.
In each one a call of an operation suffers the fault, first only once, then every time; after that the server is
well and the same command runs again. In the end every declaration has exactly one live webhook, equal to what
is declared and known to the state, the next \`pulumi up\` has nothing to do, and a refresh finds no drift; after
a destroy the webhook is gone, or disabled. The longest operation took ${slowestMs / 1000} s of its ${DEADLINE_MS / 1000} s.`,
    `A cell says what became of the faulted command (once · always, one word where both are the same or only the latter was tried):

- **settled**: it succeeded all the same;
- **resumed**: it failed with the webhook in state, and the next \`pulumi up\` finished the job;
- **repeated**: it failed and left the state as it was, and the same command did the job from the start;
- **gone**: the refresh took the webhook for deleted, as the server said, and the next \`pulumi up\` found it again;
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
