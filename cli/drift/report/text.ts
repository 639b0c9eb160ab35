import { type Style, styleWith } from "../../shared/terminal/style";
import { formatCount, printable, printableLines } from "../../shared/terminal/words";
import {
  type CheckedWebhook,
  countWebhooks,
  type DriftReport,
  hasDrifted,
  isLeft,
  type StackReport,
} from "../model";
import { statusInWords, summaryOf, valueInWords, verdictOf } from "./words";

/** This many errors of webhooks are shown in full; the rest is counted. */
const SHOWN_ERRORS = 5;

/** The report as a person reads it. @param colours whether to use colours */
export function renderText(report: DriftReport, colours: boolean): string {
  const style = styleWith(colours);
  const lines = report.stacks.flatMap((stack) => [...stackLines(stack, style), ""]);
  const { next } = verdictOf(report);
  if (report.stacks.length > 1) {
    const summary = summaryOf(countWebhooks(report.stacks));
    lines.push(`${formatCount(report.stacks.length, "stack")}: ${summary}`);
  }
  if (report.stacks.some(({ webhooks }) => webhooks.some(isLeft))) lines.push("declared → live");
  if (next) lines.push(`${next.advice} ${next.command}`);
  return `${lines.join("\n").trimEnd()}\n`;
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
    ...(repair === "failed" && reason !== undefined ? printableLines(reason, "    ") : []),
  ];
}

function errorLines({ webhooks, errors }: StackReport, style: Style): string[] {
  const unreadable = webhooks.flatMap(({ status, reason = "" }) => (status === "unreadable" ? [reason] : []));
  const more = unreadable.length - SHOWN_ERRORS;
  return [
    ...[...errors, ...unreadable.slice(0, SHOWN_ERRORS)].flatMap((text) => {
      const [first = "", ...rest] = printableLines(text, "  ");
      return [`  ${style("red", "error:")} ${first.trim()}`, ...rest.map((line) => `  ${line}`)];
    }),
    ...(more > 0 ? [`  … and ${more} more errors like these; --json has all`] : []),
  ];
}
