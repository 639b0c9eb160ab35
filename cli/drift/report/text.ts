import { styleText } from "node:util";
import { formatCount } from "../../format";
import { usesColours } from "../../terminal";
import {
  type CheckedWebhook,
  countWebhooks,
  type DriftReport,
  hasDrifted,
  isLeft,
  type StackReport,
} from "../model";
import { printable, statusInWords, summaryOf, valueInWords } from "./words";

/** This many errors of webhooks are shown in full; the rest is counted. */
const SHOWN_ERRORS = 5;

/** How the report is written for a person. */
export interface TextOptions {
  /** Whether a repair was asked for. */
  readonly repair: boolean;
  /** Whether to use colours. Default: on a terminal, unless NO_COLOR is set. */
  readonly colours?: boolean;
}

/** The report as a person reads it on a terminal. */
export function renderText(report: DriftReport, options: TextOptions): string {
  const style = styleWith(options.colours ?? usesColours());
  const lines = report.stacks.flatMap((stack) => [...stackLines(stack, style), ""]);
  const counts = countWebhooks(report.stacks);
  const next = nextStep(report, options);
  if (report.stacks.length > 1)
    lines.push(`${formatCount(report.stacks.length, "stack")}: ${summaryOf(counts)}`);
  if (next !== undefined) lines.push(next);
  return `${lines.join("\n").trimEnd()}\n`;
}

type Style = (format: "red" | "green" | "yellow" | "bold" | "dim", text: string) => string;

function styleWith(colours: boolean): Style {
  return (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text);
}

function stackLines(report: StackReport, style: Style): string[] {
  const { stack, webhooks } = report;
  const counts = countWebhooks([report]);
  const colour = counts.errors > 0 || webhooks.some(isLeft) ? "red" : "green";
  return [
    `${style("bold", printable(stack))}: ${style(colour, summaryOf(counts))}`,
    ...webhooks.filter(hasDrifted).flatMap((webhook) => webhookLines(webhook, style)),
    ...errorLines(report, style),
  ];
}

function webhookLines(webhook: CheckedWebhook, style: Style): string[] {
  const { resource, instance, webhookId, status, differences, repair, reason } = webhook;
  const id = webhookId === undefined ? "" : ` ${style("dim", `(${printable(webhookId)})`)}`;
  const whole = status === "changed" ? "" : `: ${style("red", statusInWords(webhook))}`;
  const outcome = repair === undefined ? "" : `: ${style(repair === "failed" ? "red" : "green", repair)}`;
  const width = Math.max(...differences.map(({ property }) => property.length));
  return [
    `  ${style("bold", printable(resource))} on ${printable(instance)}${id}${whole}${outcome}`,
    ...differences.map(({ property, declared, live, secret }) => {
      const values = secret
        ? `differs ${style("dim", "[secret]")}`
        : `${valueInWords(declared)} ${style("dim", "→")} ${style("red", valueInWords(live))}`;
      return `    ${property.padEnd(width)}  ${values}`;
    }),
    ...(repair === "failed" && reason !== undefined ? indented(reason, "    ") : []),
  ];
}

function errorLines({ webhooks, errors }: StackReport, style: Style): string[] {
  const unreadable = webhooks.flatMap(({ status, reason = "" }) => (status === "unreadable" ? [reason] : []));
  const more = unreadable.length - SHOWN_ERRORS;
  return [
    ...[...errors, ...unreadable.slice(0, SHOWN_ERRORS)].flatMap((text) => {
      const [first = "", ...rest] = indented(text, "  ");
      return [`  ${style("red", "error:")} ${first.trim()}`, ...rest.map((line) => `  ${line}`)];
    }),
    ...(more > 0 ? [`  … and ${more} more errors like these; --json has all`] : []),
  ];
}

function nextStep({ stacks }: DriftReport, { repair }: TextOptions): string | undefined {
  if (!stacks.some(({ webhooks }) => webhooks.some(isLeft))) return undefined;
  return repair
    ? "what is left: put right what the errors say, then `pulumi up` settles it"
    : "declared → live; `pulumi-codechat drift --repair` settles it";
}

function indented(text: string, indent: string): string[] {
  return text.split("\n").map((line) => indent + printable(line, 1000));
}
