import { styleText } from "node:util";
import type { DeliveryAnswer, RequestAnswer } from "./answers";

type RequestWords = Readonly<Pick<RequestAnswer, "method" | "path" | "status" | "milliseconds" | "fault">>;
type DeliveryWords = Readonly<
  Pick<DeliveryAnswer, "event" | "flag" | "instanceId" | "webhookName" | "outcome" | "status" | "error">
>;

/** What a person reads of a request to the API. */
export function requestLine({ method, path, status, milliseconds, fault }: RequestWords): string {
  const answer = status === undefined ? "no answer" : String(status);
  const good = status !== undefined && status < 400;
  const duration = milliseconds === undefined ? "still waits" : `${Math.round(milliseconds)} ms`;
  return `${method} ${path} ${coloured(answer, good)} ${duration}${fault === undefined ? "" : ` (fault: ${fault})`}`;
}

/** What a person reads of what became of an event at one webhook. */
export function deliveryLine({
  event,
  flag,
  instanceId,
  webhookName,
  outcome,
  ...why
}: DeliveryWords): string {
  const reason = outcome === "not subscribed" ? `${flag} is off` : (why.status ?? why.error);
  const text =
    outcome === "failed" || outcome === "delivered" ? coloured(outcome, outcome === "delivered") : outcome;
  return `event ${event} of ${instanceId} to ${webhookName}: ${text}${reason === undefined ? "" : ` (${reason})`}`;
}

function coloured(text: string, good: boolean): string {
  return usesColours() ? styleText(good ? "green" : "red", text) : text;
}

/** Whether standard output may be coloured: on a terminal, unless NO_COLOR is set. */
function usesColours(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}
