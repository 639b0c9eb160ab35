import { formatCount } from "../../format";
import type { CheckedWebhook, Counts, Difference } from "../model";

/** Longer values are cut where people read them. */
const MAX_SHOWN = 200;

/** A text from a server as a terminal or a document may show it: one line, no control characters, not endless. */
export function printable(text: string, limit = MAX_SHOWN): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  // Neither do characters stay that turn the direction of writing, and halves of characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;
  return shown.replaceAll(unprintable, "\ufffd");
}

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
