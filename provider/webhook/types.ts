import type { EventAlias, EventName } from "../api/events";

/** What happens to the flags that `events` does not name. */
export type OtherEvents = "off" | "on" | "leave";

/** What happens to the live webhook when its resource is destroyed. */
export type OnDestroy = "delete" | "disable" | "retain";

/** The three forms of `events` in a declaration. */
export type EventsDeclaration =
  | "all"
  | readonly (EventName | EventAlias)[]
  | { readonly [Name in EventName | EventAlias]?: boolean };

/** Event flags by name, sorted. */
export type EventMap = Readonly<Record<string, boolean>>;

/** The events of a declaration in canonical form: every way to declare the same gives the same. */
export interface DeclaredEvents {
  readonly events: EventMap;
  readonly otherEvents: OtherEvents;
}

/** A checked declaration: the resource's inputs, with defaults filled in. */
export interface WebhookInputs extends DeclaredEvents {
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly webhookId?: string;
  readonly adopt?: boolean;
  readonly onDestroy?: OnDestroy;
  readonly token?: string;
  readonly baseUrl?: string;
}

/** The resource's outputs, as they stand in state. */
export interface WebhookState extends WebhookInputs {
  readonly webhookId: string;
  /** The server that the webhook lives on. */
  readonly baseUrl: string;
  /** When the server says that it was created, ISO 8601. */
  readonly createdAt?: string;
  /** Names of the flags that are on, sorted. */
  readonly subscribedEvents: readonly string[];
  /**
   * Which of `webhookId` and `baseUrl`, which stand in every state, were declared; `read` is not
   * given the inputs and has to return them.
   */
  readonly declared?: readonly ("webhookId" | "baseUrl")[];
}
