import { firstOf } from "../../core";
import { printable } from "../../shared/terminal/words";
import { type CheckedWebhook, countWebhooks, type DriftReport, hasDrifted, type StackReport } from "../model";
import { statusInWords, summaryOf, valueInWords } from "./words";

/** More rows than this are counted: a comment holds 65,536 characters. */
const MAX_ROWS = 200;
/** So are more errors. */
const MAX_ERRORS = 10;

/** The report as Markdown (GitHub's and GitLab's), for a pull request or a job summary. */
export function renderMarkdown({ project, stacks }: DriftReport): string {
  const counts = countWebhooks(stacks);
  const sign = counts.errors > 0 ? "❌" : counts.drifted > counts.repaired ? "⚠️" : "✅";
  const parts = [
    `## ${sign} Webhook drift: ${code(project)}`,
    `${summaryOf(counts)}.`,
    ...stacks.flatMap(stackParts),
  ];
  return `${parts.join("\n\n")}\n`;
}

function stackParts(report: StackReport): string[] {
  const { stack, webhooks, errors } = report;
  const rows = webhooks.filter(hasDrifted).flatMap(rowsOf);
  const repaired = webhooks.some(({ repair }) => repair !== undefined);
  const heads = ["resource", "instance", "property", "declared", "live", ...(repaired ? ["repair"] : [])];
  const more = rows.length - MAX_ROWS;
  return [
    `### ${code(stack)}: ${summaryOf(countWebhooks([report]))}`,
    ...(rows.length === 0
      ? []
      : [[heads, heads.map(() => "---"), ...rows.slice(0, MAX_ROWS)].map(lineOf).join("\n")]),
    ...(more > 0 ? [`… and ${more} more rows.`] : []),
    ...errorParts([
      ...errors,
      ...webhooks.flatMap(({ status, reason = "" }) => (status === "unreadable" ? [reason] : [])),
    ]),
  ];
}

function rowsOf(webhook: CheckedWebhook): string[][] {
  const { resource, instance, status, differences, repair } = webhook;
  const who = [code(resource), code(instance)];
  const outcome = repair === undefined ? [] : [repair];
  if (status !== "changed") return [[...who, "", "", `**${statusInWords(webhook)}**`, ...outcome]];
  return differences.map(({ property, declared, live }) => [
    ...who,
    code(property),
    code(valueInWords(declared)),
    code(valueInWords(live)),
    ...outcome,
  ]);
}

function errorParts(errors: readonly string[]): string[] {
  const blocks = errors.map((text) => {
    // A fence that is longer than any in the text ends where we say.
    const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    const lines = text.split("\n").map((line) => printable(line, 1000));
    return `${fence}text\n${lines.join("\n")}\n${fence}`;
  });
  return firstOf(blocks, MAX_ERRORS, (more) => `… and ${more} more errors.`);
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

// In a code span nothing is a link, a mention or HTML; a table ends a cell at a pipe even there.
function code(text: string): string {
  const shown = printable(text);
  const fence = "`".repeat(longestRun(shown) + 1);
  const space = /^`|`$|^\s*$/.test(shown) ? " " : "";
  return `${fence}${space}${shown.replaceAll("|", "\\|")}${space}${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
