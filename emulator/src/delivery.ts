import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios from "axios";
import type { StoredWebhook } from "./store";
import { isSubscribed } from "./wire";

/** What is POSTed to a subscribed webhook. */
export interface EventPayload {
  /** The event, named as its flag. */
  readonly event: string;
  readonly instanceId: string;
  readonly webhookId: string | number;
  readonly webhookName: string;
  /** ISO 8601. */
  readonly date: string;
  readonly data: unknown;
}

/** What became of one event at one webhook. */
export interface Delivery {
  readonly event: string;
  readonly instanceId: string;
  readonly webhookId: string | number;
  readonly webhookName: string;
  /** ISO 8601. */
  readonly date: string;
  /** `failed`: no answer in time, or one that is not 2xx. */
  readonly outcome: "delivered" | "failed" | "not subscribed" | "disabled";
  /** Status of the receiver's answer, if there was one. */
  readonly status?: number;
  /** Why there was no answer: an error code such as `ECONNREFUSED`. */
  readonly error?: string;
}

// A receiver that a test starts and stops must not be kept open by an idle connection.
const agents = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };

/**
 * Delivers an event to every enabled webhook that is subscribed to it, at the same time, without
 * following redirects or using a proxy.
 * @param timeout milliseconds that a receiver has to answer
 */
export async function deliver(
  webhooks: readonly StoredWebhook[],
  event: string,
  data: unknown,
  date: string,
  timeout: number,
): Promise<Delivery[]> {
  return Promise.all(
    webhooks.map(async (webhook) => {
      const { instanceId, webhookId, name: webhookName } = webhook;
      const payload: EventPayload = { event, instanceId, webhookId, webhookName, date, data };
      const outcome = await deliverTo(webhook, payload, timeout);
      return { event, instanceId, webhookId, webhookName, date, ...outcome };
    }),
  );
}

async function deliverTo(
  webhook: StoredWebhook,
  payload: EventPayload,
  timeout: number,
): Promise<Pick<Delivery, "outcome" | "status" | "error">> {
  if (!webhook.enabled) {
    return { outcome: "disabled" };
  }
  if (!isSubscribed(webhook, payload.event)) {
    return { outcome: "not subscribed" };
  }
  try {
    const { status, data } = await axios.post(webhook.url, payload, {
      ...agents,
      headers: { ...webhook.headers },
      signal: AbortSignal.timeout(timeout),
      maxRedirects: 0,
      proxy: false,
      responseType: "stream",
      validateStatus: () => true,
    });
    data.destroy();
    return { outcome: status >= 200 && status < 300 ? "delivered" : "failed", status };
  } catch (error) {
    const code = axios.isAxiosError(error) ? error.code : undefined;
    return { outcome: "failed", error: code === "ERR_CANCELED" ? "ETIMEDOUT" : (code ?? "unknown error") };
  }
}
