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

// The build copies the folder beside the compiled code.
const PAGE = join(__dirname, "../page");

/** What the page's script gets. */
interface PageData {
  readonly project: string;
  readonly checkedAt: string;
  readonly counts: Counts;
  /** The columns of the heat map. */
  readonly events: readonly string[];
  readonly stacks: readonly { readonly stack: string; readonly errors: readonly string[] }[];
  readonly webhooks: readonly PageWebhook[];
}

/** A row of the heat map. */
interface PageWebhook extends Omit<CheckedWebhook, "events" | "urn"> {
  readonly stack: string;
  /** A digit an event, in the order of the columns: see {@link digitOf}. */
  readonly flags: string;
}

/**
 * The report as one HTML page that needs no other file and no network: a heat map of webhooks and events,
 * declared against live, with filters. Nothing in the data can become markup or script.
 */
export function renderHtml(report: DriftReport): string {
  const style = readFileSync(join(PAGE, "page.css"), "utf8");
  const script = readFileSync(join(PAGE, "page.js"), "utf8");
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
    data: scriptData(dataOf(report)),
  };
  return readFileSync(join(PAGE, "page.html"), "utf8").replaceAll(
    /\{\{(\w+)\}\}/g,
    (placeholder, name: string) => parts[name] ?? placeholder,
  );
}

function dataOf({ project, checkedAt, stacks }: DriftReport): PageData {
  const all = stacks.flatMap(({ stack, webhooks }) => webhooks.map((webhook) => ({ stack, webhook })));
  const events = [...new Set(all.flatMap(({ webhook }) => Object.keys(webhook.events)))].sort();
  const rows = all.map(({ stack, webhook: { events: flags, urn: _, ...webhook } }) => ({
    ...webhook,
    stack,
    flags: events.map((name) => digitOf(flags[name])).join(""),
  }));
  const needsEyes = (row: PageWebhook) => (hasDrifted(row) || row.status === "unreadable" ? 0 : 1);
  return {
    project,
    checkedAt,
    counts: countWebhooks(stacks),
    events,
    stacks: stacks.map(({ stack, errors }) => ({ stack, errors })),
    webhooks: rows.sort((a, b) => needsEyes(a) - needsEyes(b)),
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
