export type { EventAlias, EventName } from "../provider/api/events";
export type { OnDestroy, OtherEvents } from "../provider/webhook/types";
export { type EventsInput, Webhook, type WebhookArgs } from "./webhook";
