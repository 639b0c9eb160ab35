import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CheckedWebhook,
  type Counts,
  countWebhooks,
  type DriftReport,
  type FlagPair,
  hasDrifted,
} from "../model";
import { escapeMarkup, summaryOf, verdictOf } from "./words";

// The build copies the folder beside the compiled code.
const PAGE = join(__dirname, "../page");

/** What the page's script gets. */
interface PageData {
  readonly counts: Counts;
  /** The columns of the heat map, as differences call them: `enabled`, `events.…`. */
  readonly columns: readonly string[];
  readonly stacks: readonly PageStack[];
  readonly webhooks: readonly PageWebhook[];
}

/** A group of rows of the heat map. */
interface PageStack {
  readonly stack: string;
  /** What was found in it, in one line. */
  readonly summary: string;
  readonly errors: readonly string[];
}

/** A row of the heat map. */
interface PageWebhook extends Omit<CheckedWebhook, "enabled" | "events" | "urn"> {
  readonly stack: string;
  /** A digit a column, in the order of the columns: see {@link digitOf}. */
  readonly flags: string;
}

/**
 * The report as one HTML page that needs no other file and no network: the verdict and the next command,
 * then a heat map of webhooks and events, declared against live, with filters. Nothing in the data can
 * become markup or script.
 */
export function renderHtml(report: DriftReport): string {
  const style = readFileSync(join(PAGE, "page.css"), "utf8");
  const script = readFileSync(join(PAGE, "page.js"), "utf8");
  const { tone, text, next } = verdictOf(report);
  const parts: Readonly<Record<string, string>> = {
    policy: [
      "default-src 'none'",
      `style-src ${hashOf(style)}`,
      `script-src ${hashOf(script)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ].join("; "),
    style,
    script,
    tone,
    verdict: escapeMarkup(text),
    next: next
      ? `<p id="next">${escapeMarkup(next.advice)} <code>${escapeMarkup(next.command)}</code></p>`
      : "",
    project: escapeMarkup(report.project),
    checkedAt: escapeMarkup(report.checkedAt),
    data: scriptData(dataOf(report)),
  };
  return readFileSync(join(PAGE, "page.html"), "utf8").replaceAll(
    /\{\{(\w+)\}\}/g,
    (placeholder, name: string) => parts[name] ?? placeholder,
  );
}

function dataOf({ stacks }: DriftReport): PageData {
  const all = stacks.flatMap(({ webhooks }) => webhooks);
  const events = [...new Set(all.flatMap(({ events }) => Object.keys(events)))].sort();
  const rowOf = ({ events: flags, enabled, urn: _, ...webhook }: CheckedWebhook) => ({
    ...webhook,
    flags: [enabled, ...events.map((name) => flags[name])].map((pair) => digitOf(pair)).join(""),
  });
  const needsEyes = (row: CheckedWebhook) => (hasDrifted(row) || row.status === "unreadable" ? 0 : 1);
  return {
    counts: countWebhooks(stacks),
    columns: ["enabled", ...events.map((name) => `events.${name}`)],
    stacks: stacks.map((report) => ({
      stack: report.stack,
      summary: summaryOf(countWebhooks([report])),
      errors: report.errors,
    })),
    webhooks: stacks.flatMap(({ stack, webhooks }) =>
      webhooks
        .toSorted((a, b) => needsEyes(a) - needsEyes(b))
        .map((webhook) => ({ ...rowOf(webhook), stack })),
    ),
  };
}

// Declared, then live: 0 not known or left alone, 1 off, 2 on; as one digit of base 9.
function digitOf({ declared, live }: FlagPair = { declared: null, live: null }): string {
  const ofThree = (flag: boolean | null) => (flag === null ? 0 : flag ? 2 : 1);
  return String(ofThree(declared) * 3 + ofThree(live));
}

// Inside a script element only `</script` and `<!--` mean anything.
function scriptData(data: PageData): string {
  return JSON.stringify(data)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
