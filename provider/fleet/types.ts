import type { WebhookInputs } from "../webhook/types";

/** What one member of a fleet has otherwise than the fleet. */
export interface MemberOverrides
  extends Partial<Pick<WebhookInputs, "name" | "url" | "enabled" | "events" | "otherEvents">> {
  /**
   * What a refresh found to be otherwise than declared: live values by the property's path. In a declaration it stands
   * only where changes of the member are ignored.
   */
  readonly live?: Readonly<Record<string, string | boolean>>;
}

/** A checked fleet: the resource's inputs in canonical form. */
export interface FleetInputs extends Omit<WebhookInputs, "instanceId" | "webhookId"> {
  /** Members by instance id; an empty object is a member like all others. */
  readonly instances: Readonly<Record<string, MemberOverrides>>;
  /** May hold `{instanceId}`. */
  readonly name: string;
  /** May hold `{instanceId}`, which is URL-encoded. */
  readonly url: string;
  /** Tokens of single members, by instance id. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/** A member as it stands in state. */
export interface MemberState extends MemberOverrides {
  /** The server that its webhook still lives on, where moving it to the fleet's failed. */
  readonly baseUrl?: string;
  /** No longer declared, but its webhook could not be destroyed. Without overrides: they may be secret. */
  readonly removed?: true;
}

/** The resource's outputs, as they stand in state. */
export interface FleetState extends FleetInputs {
  /** Members that are settled, have drifted or are still to be destroyed; what is missing here is not settled. */
  readonly instances: Readonly<Record<string, MemberState>>;
  /** Live webhooks by instance id. */
  readonly webhookIds: Readonly<Record<string, string>>;
  /** The server that the webhooks live on, but for members that say otherwise. */
  readonly baseUrl: string;
  /** Whether `baseUrl`, which stands in every state, was declared; `read` is not given the inputs. */
  readonly declared?: readonly "baseUrl"[];
}
