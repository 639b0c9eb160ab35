import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios from "axios";
import type { EventDelivery } from "pulumi-codechat/events";
import type { StoredWebhook } from "./store";
import { isSubscribed } from "./wire";

/** What became of one event at one webhook. */
export interface Delivery {
  /** Counts from 1 since the server started; forgetting deliveries does not restart it. */
  readonly sequence: number;
  /** The event's own name, such as `messages.upsert`: `event` in what was sent. */
  readonly event: string;
  /** The flag that a webhook must have on to get it. */
  readonly flag: string;
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

/** An event on its way to the webhooks of an instance. */
export interface Firing {
  readonly flag: string;
  /** ISO 8601. */
  readonly date: string;
  readonly sent: EventDelivery;
}

/**
 * Delivers an event to every enabled webhook that is subscribed to it, at the same time, without
 * following redirects or using a proxy.
 * @param timeout milliseconds that a receiver has to answer
 */
export async function deliver(
  webhooks: readonly StoredWebhook[],
  { flag, date, sent }: Firing,
  timeout: number,
): Promise<Omit<Delivery, "sequence">[]> {
  const { event } = sent.body;
  return Promise.all(
    webhooks.map(async (webhook) => {
      const { instanceId, webhookId, name: webhookName } = webhook;
      const outcome = await deliverTo(webhook, flag, sent, timeout);
      return { event, flag, instanceId, webhookId, webhookName, date, ...outcome };
    }),
  );
}

async function deliverTo(
  webhook: StoredWebhook,
  flag: string,
  { headers, body }: EventDelivery,
  timeout: number,
): Promise<Pick<Delivery, "outcome" | "status" | "error">> {
  if (!webhook.enabled) {
    return { outcome: "disabled" };
  }
  if (!isSubscribed(webhook, flag)) {
    return { outcome: "not subscribed" };
  }
  try {
    const { status, data } = await axios.post(webhook.url, body, {
      ...agents,
      headers: { ...headers, ...webhook.headers },
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
