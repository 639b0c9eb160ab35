/** The CodeChat API, called directly: what the quick start reads back does not come through the provider. */
import * as v from "valibot";

/** One instance on one server. */
export interface Account {
  readonly baseUrl: string;
  readonly token: string;
  readonly instanceId: string;
}

const webhookResponse = v.object({
  name: v.string(),
  url: v.string(),
  enabled: v.boolean(),
  WebhookEvents: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** A webhook as the API shows it. */
export interface LiveWebhook {
  readonly webhookId: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Sorted names of the events that are on, and of those that are off. */
  readonly on: readonly string[];
  readonly off: readonly string[];
}

/** How long one call may take, in milliseconds. */
const CALL_LIMIT_MS = 30_000;

async function call(account: Account, method: string, path: string, body?: object): Promise<unknown> {
  const url = `${account.baseUrl.replace(/\/+$/, "")}/api/v2/instance/${encodeURIComponent(account.instanceId)}${path}`;
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${account.token}`,
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(CALL_LIMIT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) {
    const hint =
      answer.status === 401 ? `\nIs CODECHAT_TOKEN the token of instance ${account.instanceId}?` : "";
    throw new Error(`${method} ${new URL(url).pathname} answers ${answer.status}: ${text}${hint}`);
  }
  return JSON.parse(text);
}

/** Reads a live webhook. @throws Error if it is not there */
export async function readWebhook(account: Account, webhookId: string): Promise<LiveWebhook> {
  const answer = await call(account, "GET", `/webhook/${encodeURIComponent(webhookId)}`);
  const { WebhookEvents, ...webhook } = v.parse(webhookResponse, answer);
  // Beside the flags there are an id and timestamps.
  const flags = Object.entries(WebhookEvents).filter(([, value]) => typeof value === "boolean");
  const named = (state: boolean) => flags.flatMap(([flag, value]) => (value === state ? [flag] : [])).sort();
  return { ...webhook, webhookId, on: named(true), off: named(false) };
}

/** Changes a live webhook behind the stack's back: disables it and switches one event off. */
export async function tamper(account: Account, webhook: LiveWebhook, event: string): Promise<void> {
  const path = `/webhook/${encodeURIComponent(webhook.webhookId)}`;
  await call(account, "PUT", path, { name: webhook.name, url: webhook.url, enabled: false });
  await call(account, "PATCH", `${path}/events`, { [event]: false });
}
