export type { EventAlias, EventName } from "../provider/api/events";
export type { OnDestroy, OtherEvents } from "../provider/webhook/types";
// Apart, because stacks without a TypeScript of their own are compiled by the one in the SDK, 3.8.
export type { FleetMemberArgs, WebhookFleetArgs } from "./fleet";
export { WebhookFleet } from "./fleet";
export type { EventsInput, WebhookArgs } from "./webhook";
export { Webhook } from "./webhook";
