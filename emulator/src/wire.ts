import { type Dialect, type WebhookAnswer, wireName } from "./dialect";
import type { StoredWebhook } from "./store";

/** `WebhookEvents` on the wire: one boolean per event flag that the server knows, then its own fields. */
export type EventsResponse = Readonly<Record<string, boolean | string | number>>;

/** WebhookResponse on the wire. */
export interface WebhookResponse {
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly webhookId: string | number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly instanceInstanceId: string;
  readonly WebhookEvents?: EventsResponse;
}

/** Whether a webhook is subscribed to a flag; true until someone switches it off. */
export function isSubscribed(webhook: StoredWebhook, flag: string): boolean {
  return webhook.events[flag] ?? true;
}

/** The `WebhookEvents` object of a webhook. */
export function eventsResponse(dialect: Dialect, webhook: StoredWebhook): EventsResponse {
  const flags = dialect.vocabulary.map((flag) => [wireName(dialect, flag), isSubscribed(webhook, flag)]);
  return {
    ...Object.fromEntries(flags),
    webhookEventsId: webhook.webhookEventsId,
    createdAt: webhook.createdAt,
    updatedAt: webhook.eventsUpdatedAt,
  };
}

/**
 * A webhook as the server shows it.
 * @param answerOf the call that shows it; some servers leave `WebhookEvents` out of some. Default: with `WebhookEvents`.
 */
export function webhookResponse(
  dialect: Dialect,
  webhook: StoredWebhook,
  answerOf?: WebhookAnswer,
): WebhookResponse {
  const withEvents = answerOf === undefined || dialect.answersWithEvents.includes(answerOf);
  return {
    name: webhook.name,
    url: webhook.url,
    enabled: webhook.enabled,
    ...(dialect.headers && { headers: webhook.headers ?? {} }),
    webhookId: webhook.webhookId,
    createdAt: webhook.createdAt,
    updatedAt: webhook.updatedAt,
    instanceInstanceId: webhook.instanceId,
    ...(withEvents && { WebhookEvents: eventsResponse(dialect, webhook) }),
  };
}
