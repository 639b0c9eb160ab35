export type { EventAlias, EventName } from "../provider/api/events";
export type { OnDestroy, OtherEvents } from "../provider/webhook/types";
// Apart, because stacks without a TypeScript of their own are compiled by the one in the SDK, 3.8.
export { WebhookFleet } from "./fleet";
export type { FleetMemberArgs, WebhookFleetArgs } from "./fleet-args";
export type { EventsInput, WebhookArgs } from "./webhook";
export { Webhook } from "./webhook";
