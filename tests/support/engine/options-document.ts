import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "../../../docs/resource-options.md");
const START = "<!-- generated: the options -->";
const END = "<!-- end of generated -->";

/** How an option turned out. */
export type Verdict = "obeyed" | "refused" | "no effect";

/** A row of the table. */
export interface OptionRow {
  readonly option: string;
  /** As it turned out on a `Webhook` and on a `WebhookFleet`. */
  readonly webhook: string;
  readonly fleet: string;
  readonly says: string;
}

/** Compares the table in docs/resource-options.md with a run; with `UPDATE_OPTIONS=1` writes it. @returns `"current"`, or what to do */
export function checkOptions(rows: readonly OptionRow[]): string {
  const table = [
    "| option | `Webhook` | `WebhookFleet` | here |",
    "|---|---|---|---|",
    ...rows.map(({ option, webhook, fleet, says }) => `| \`${option}\` | ${webhook} | ${fleet} | ${says} |`),
  ].join("\n");
  const text = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const [before = "", rest = ""] = text.split(START);
  const [, after = ""] = rest.split(END);
  const wanted = `${before}${START}\n${table}\n${END}${after}`;
  if (process.env["UPDATE_OPTIONS"]) writeFileSync(FILE, wanted);
  return wanted === text || process.env["UPDATE_OPTIONS"]
    ? "current"
    : "not current: run the test with UPDATE_OPTIONS=1 and look at the difference";
}
