import { formatCount, printable, shellWord } from "../../shared/terminal/words";
import {
  type CheckedWebhook,
  type Counts,
  countWebhooks,
  type Difference,
  type DriftReport,
  isLeft,
} from "../model";

/** A value of a difference in words; `null` is a flag that the server does not have. */
export function valueInWords(value: Difference["declared"] | Difference["live"]): string {
  if (value === null) return "unknown to the server";
  return typeof value === "boolean" ? (value ? "on" : "off") : printable(value);
}

/** What is to be said of a drifted webhook as a whole. */
export function statusInWords({ status }: CheckedWebhook): string {
  if (status === "deleted") return "deleted";
  if (status === "unsettled") return "not settled by the last `pulumi up`";
  return status;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as HTML and XML show it, also within an attribute in double quotes. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/** What was found, in one line. What could not be read is not said to be free of drift. */
export function summaryOf({ webhooks, unreadable, drifted, repaired, errors }: Counts): string {
  const read = webhooks - unreadable;
  const parts = [];
  if (drifted > 0) parts.push(`${drifted} of ${formatCount(webhooks, "webhook")} drifted`);
  else if (read > 0) parts.push(`no drift in ${formatCount(read, "webhook")}`);
  else if (errors === 0) parts.push("no webhooks in state: nothing to compare");
  if (repaired > 0) parts.push(`${repaired} repaired`);
  if (errors > 0) parts.push(formatCount(errors, "error"));
  return parts.join(", ");
}

/** What a report comes to, and what to do next. */
export interface Verdict {
  readonly tone: "fine" | "drift" | "error";
  /** In one line, without a full stop. */
  readonly text: string;
  /** What to do next; `undefined` where there is nothing to do. */
  readonly next?: { readonly advice: string; readonly command: string };
}

/** Judges a report. What could not be read is not said to be as declared. */
export function verdictOf(report: DriftReport): Verdict {
  const counts = countWebhooks(report.stacks);
  const { drifted, repaired, errors } = counts;
  const tone = errors > 0 ? "error" : drifted > repaired ? "drift" : "fine";
  const next = nextStep(report, counts);
  return { tone, text: verdictText(counts), ...(next && { next }) };
}

function verdictText(counts: Counts): string {
  const { webhooks, drifted, repaired, unreadable, errors } = counts;
  const others = errors - unreadable;
  const and =
    (unreadable > 0 ? `, ${unreadable} could not be read` : "") +
    (others > 0 ? `, ${formatCount(others, "error")}` : "");
  if (drifted > 0 && repaired === drifted)
    return `${drifted} of ${formatCount(webhooks, "webhook")} had drifted, all repaired${and}`;
  if (repaired > 0) return `${drifted - repaired} of ${drifted} drifted not repaired${and}`;
  if (drifted > 0) return `${drifted} of ${formatCount(webhooks, "webhook")} drifted${and}`;
  if (webhooks === unreadable) return errors > 0 ? "Nothing could be read" : "No webhooks in state";
  if (errors > 0) return `No drift in ${formatCount(webhooks - unreadable, "webhook")}${and}`;
  return webhooks === 1 ? "The webhook is as declared" : `All ${webhooks} webhooks are as declared`;
}

function nextStep({ stacks, chosen }: DriftReport, { errors }: Counts): Verdict["next"] {
  const left = stacks.filter(({ webhooks }) => webhooks.some(isLeft));
  const only = (names: typeof stacks) =>
    chosen ? names.map(({ stack }) => ` --stack ${shellWord(printable(stack))}`).join("") : "";
  // A refresh may have taken live values into state, where a check does not see them: `pulumi up` has to run.
  if (stacks.some(({ webhooks }) => webhooks.some(({ repair }) => repair === "failed"))) {
    const [first, ...others] = left.map(({ stack }) => ` --stack ${shellWord(printable(stack))}`);
    return {
      advice: `Do what the errors say, then run${others.length > 0 ? ", in each stack that is left" : ""}:`,
      command: `pulumi up${others.length > 0 ? "" : (first ?? "")}`,
    };
  }
  const check = "npx pulumi-codechat drift";
  if (left.length > 0) return { advice: "To repair, run:", command: `${check}${only(left)} --repair` };
  if (errors === 0) return undefined;
  return { advice: "Do what the errors say, then check again:", command: `${check}${only(stacks)}` };
}
