import { STATUS_CODES } from "node:http";
import { type Style, styleWith } from "../shared/terminal/style";
import { printable } from "../shared/terminal/words";
import { type Answer, type Silence, TIMEOUT_MS } from "./send";
import type { Target } from "./target";

/** The schema of {@link renderJson}; a change that breaks readers gets another number. */
const SCHEMA_VERSION = 1;

/** What was sent, and what came of it. */
export interface TriggerReport {
  /** The event's own name, such as `messages.upsert`. */
  readonly event: string;
  readonly target: Pick<Target, "shownUrl" | "instanceId" | "declared">;
  /** What speaks against the server sending this; a sentence each. */
  readonly notes: readonly string[];
  readonly outcome: Answer | Silence;
}

/** Whether the receiver took the event: it answered 2xx. */
export function isDelivered({ outcome }: TriggerReport): boolean {
  return "status" in outcome && outcome.status >= 200 && outcome.status < 300;
}

/** What was sent and answered, for a person. @param colours whether to use colours */
export function renderText(report: TriggerReport, colours: boolean): string {
  const { event, target, notes } = report;
  const style = styleWith(colours);
  const { shownUrl, instanceId, declared } = target;
  const to = declared ? `${declared.resource} on ${instanceId} (${shownUrl})` : shownUrl;
  const lines = [
    `sent a sample of ${event} to ${printable(to)}`,
    ...notes.map((note) => `${style("yellow", "note:")} ${printable(note, 1000)}`),
    ...outcomeLines(report, style),
  ];
  return `${lines.join("\n")}\n`;
}

/** What was sent and answered, as one JSON document; see docs/trigger.md. */
export function renderJson(report: TriggerReport): string {
  const { event, target, notes, outcome } = report;
  const { status = null, body = null, code = null } = { ...outcome } as Partial<Answer & Silence>;
  const document = {
    schemaVersion: SCHEMA_VERSION,
    event,
    stack: target.declared?.stack ?? null,
    resource: target.declared?.resource ?? null,
    instance: target.instanceId,
    url: target.shownUrl,
    notes,
    delivered: isDelivered(report),
    status,
    milliseconds: outcome.milliseconds,
    body,
    error: code,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function outcomeLines(report: TriggerReport, style: Style): string[] {
  const { outcome } = report;
  const { milliseconds } = outcome;
  if (!("status" in outcome)) {
    const why = outcome.code === "ETIMEDOUT" ? `within ${TIMEOUT_MS / 1000} s` : `(${outcome.code})`;
    return [`${style("red", "no answer")} ${why}`, `next: ${nextStep(outcome.code)}`];
  }
  const { status, body, redirectsTo } = outcome;
  const words = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  return [
    `answered ${style(isDelivered(report) ? "green" : "red", words)} in ${milliseconds} ms`,
    ...(body === "" ? [] : [`  ${printable(body, 1000)}`]),
    ...(redirectsTo === undefined
      ? []
      : [`next: declare the url that it redirects to, at ${redirectsTo}: redirects are not followed`]),
  ];
}

function nextStep(code: string): string {
  return /CERT|SIGNED|UNABLE_TO|ALTNAME|SSL|EPROTO/.test(code)
    ? "check the receiver's certificate; NODE_EXTRA_CA_CERTS=ca.pem trusts a private CA"
    : "see that the receiver runs, and that this machine reaches it";
}
