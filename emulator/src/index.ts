export type { CallName } from "./calls";
export type { Delivery } from "./delivery";
export {
  DEFAULT_SERVER_VERSION,
  type Dialect,
  parseDialect,
  SERVER_VERSIONS,
  type ServerVersion,
} from "./dialect";
export type { LiveWebhook, WebhookEdit } from "./emulator";
export type { CountedRule } from "./fault-plan";
export type { Fault, FaultRule, RetryAfter } from "./faults";
export type { LogEntry } from "./log";
export type { EmulatorOptions } from "./options";
export { type Emulator, startEmulator } from "./server";
export type { EventsResponse, WebhookResponse } from "./wire";
