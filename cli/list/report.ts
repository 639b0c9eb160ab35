import { joinAtMost } from "../core";
import { type Style, styleWith } from "../shared/terminal/style";
import { formatCount, printable, printableLines } from "../shared/terminal/words";
import { type ListError, type ListedWebhook, undeclaredIn, type WebhookList } from "./model";

/** The schema of {@link renderJson}; a change that breaks readers gets another number. */
const SCHEMA_VERSION = 1;

/** This many stacks are named; the rest is counted. */
const SHOWN_STACKS = 5;

/** How the list is written for a person. */
export interface TextOptions {
  readonly colours: boolean;
  /** The width of the terminal, in characters; `Infinity` where there is none. */
  readonly columns: number;
  /** Whether to show only what nobody declares. */
  readonly undeclared: boolean;
}

/** The list as a person reads it: a table where the terminal is wide enough for it, else a few lines for each webhook. */
export function renderText(list: WebhookList, { colours, columns, undeclared }: TextOptions): string {
  const style = styleWith(colours);
  const severalServers = new Set(list.webhooks.map(({ server }) => server)).size > 1;
  const rows = (undeclared ? undeclaredIn(list) : list.webhooks).map((webhook) =>
    cellsOf(webhook, severalServers),
  );
  const table = tableOf(rows, style);
  const fits = table.width <= columns;
  const webhooks = fits ? table.lines : rows.flatMap((row) => blockOf(row, style));
  const errors = list.errors.flatMap((error) => errorLines(error, style));
  const parts = [webhooks, errors, closingLines(list, style)].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The list as one JSON document; see docs/list.md. @param undeclared whether to show only what nobody declares */
export function renderJson(list: WebhookList, undeclared: boolean): string {
  const { project = null, stacks, instances, webhooks, errors } = list;
  const report = {
    schemaVersion: SCHEMA_VERSION,
    project,
    stacks,
    summary: {
      instances,
      webhooks: webhooks.length,
      undeclared: undeclaredIn(list).length,
      errors: errors.length,
    },
    webhooks: undeclared ? undeclaredIn(list) : webhooks,
    errors,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What is shown of a webhook: a value by its heading. */
type Cells = ReadonlyMap<string, string>;

function cellsOf(webhook: ListedWebhook, severalServers: boolean): Cells {
  const { instance, server, name, url, enabled, subscribedEvents, knownEvents, webhookId } = webhook;
  const cells: [string, string][] = [
    ["INSTANCE", instance],
    ...(severalServers ? [["SERVER", server] as [string, string]] : []),
    ["NAME", name],
    ["URL", url],
    ["ENABLED", enabled === null ? "[secret]" : enabled ? "on" : "off"],
    ["EVENTS", subscribedEvents ? `${subscribedEvents.length} of ${knownEvents}` : "not shown"],
    ["DECLARED BY", declarersOf(webhook)],
    ["WEBHOOK ID", webhookId],
  ];
  return new Map(cells.map(([heading, value]) => [heading, printable(value)]));
}

const NOBODY = "nobody";

function declarersOf({ declaredBy }: ListedWebhook): string {
  if (declaredBy === null) return "unknown";
  if (declaredBy.length === 0) return NOBODY;
  return declaredBy
    .map(({ stack, resource, type }) => `${stack}: ${resource}${type === "WebhookFleet" ? " (fleet)" : ""}`)
    .join(", ");
}

interface Table {
  readonly lines: readonly string[];
  /** In characters. */
  readonly width: number;
}

function tableOf(rows: readonly Cells[], style: Style): Table {
  const headings = [...(rows[0]?.keys() ?? [])];
  const widths = headings.map((heading) =>
    Math.max(...[heading, ...rows.map((row) => row.get(heading) ?? "")].map(lengthOf)),
  );
  const padded = (text: string, column: number) => text + " ".repeat((widths[column] ?? 0) - lengthOf(text));
  const lines = [
    style("dim", headings.map(padded).join("  ").trimEnd()),
    ...rows.map((row) =>
      [...row.values()]
        .map((value, column) => marked(padded(value, column), value, style))
        .join("  ")
        .trimEnd(),
    ),
  ];
  const width = widths.reduce((sum, each) => sum + each + 2, -2);
  return rows.length === 0 ? { lines: [], width: 0 } : { lines, width };
}

function blockOf(row: Cells, style: Style): string[] {
  const { INSTANCE = "", NAME = "", ...others } = Object.fromEntries(row);
  const width = Math.max(...Object.keys(others).map(lengthOf));
  return [
    `${style("bold", NAME)} on ${INSTANCE}`,
    ...Object.entries(others).map(
      ([heading, value]) => `  ${heading.toLowerCase().padEnd(width)}  ${marked(value, value, style)}`,
    ),
  ];
}

function marked(shown: string, value: string, style: Style): string {
  return value === NOBODY ? style("yellow", shown) : shown;
}

function errorLines({ instance, stack, message }: ListError, style: Style): string[] {
  const where = instance ?? (stack === undefined ? "" : `stack ${stack}`);
  const [first = "", ...rest] = printableLines(message, "");
  return [
    `${style("red", "error:")} ${where === "" ? "" : `${printable(where)}: `}${first}`,
    ...rest.map((line) => `  ${line}`),
  ];
}

function closingLines(list: WebhookList, style: Style): string[] {
  const { project, stacks, instances, webhooks, errors } = list;
  const undeclared = undeclaredIn(list).length;
  const isUnknown = webhooks.some(({ declaredBy }) => declaredBy === null);
  const counts = [
    `${formatCount(webhooks.length, "webhook")} of ${formatCount(instances, "instance")}`,
    ...(undeclared > 0 ? [`${undeclared} declared by nobody`] : []),
    ...(errors.length > 0 ? [formatCount(errors.length, "error")] : []),
  ];
  const lookedAt = stacks.length === 0 ? "" : ` (stacks looked at: ${joinAtMost(stacks, SHOWN_STACKS)})`;
  return [
    `${style("bold", counts.join(", "))}${printable(lookedAt)}`,
    ...(project === undefined
      ? ["who declares them is not known: there is no Pulumi project here; name its folder with --cwd"]
      : isUnknown
        ? ["who declares the others is not known: not every stack could be read"]
        : []),
    ...(undeclared > 0
      ? ["`pulumi-codechat adopt` writes a program that declares webhooks as they are live"]
      : []),
  ];
}

// By character, not by code unit: an emoji is one.
function lengthOf(text: string): number {
  return [...text].length;
}
