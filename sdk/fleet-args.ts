import type * as pulumi from "@pulumi/pulumi";
import type { OnDestroy, OtherEvents } from "../provider/webhook/types";
import type { EventsInput } from "./webhook";

/** What is different for one member of a {@link WebhookFleet}, its webhook on one instance. */
export interface FleetMemberArgs {
  /** @default the fleet's name */
  name?: pulumi.Input<string>;
  /** @default the fleet's url */
  url?: pulumi.Input<string>;
  /** @default the fleet's enabled */
  enabled?: pulumi.Input<boolean>;
  /** @default the fleet's events */
  events?: pulumi.Input<EventsInput>;
  /** @default by the form of this member's `events`, else the fleet's otherEvents */
  otherEvents?: pulumi.Input<OtherEvents>;
  /**
   * This instance's token; always kept as a secret.
   *
   * @default the fleet's token
   */
  token?: pulumi.Input<string>;
}

/** Arguments of a {@link WebhookFleet}. Those of a {@link Webhook} mean the same here. */
export interface WebhookFleetArgs {
  /** The instances that get the webhook: a list of ids, or a map of id and what is different for that member. */
  instances: pulumi.Input<
    readonly pulumi.Input<string>[] | { [instanceId: string]: pulumi.Input<FleetMemberArgs> }
  >;

  /** The name of every member's webhook; `{instanceId}` in it is replaced. */
  name: pulumi.Input<string>;

  /** The url of every member's webhook; `{instanceId}` in it is replaced, URL-encoded. */
  url: pulumi.Input<string>;

  /** @default true */
  enabled?: pulumi.Input<boolean>;

  /** @default "all" */
  events?: pulumi.Input<EventsInput>;

  /** @default "off" for a list, "leave" for a map, "on" for `"all"` */
  otherEvents?: pulumi.Input<OtherEvents>;

  /** @default true */
  adopt?: pulumi.Input<boolean>;

  /**
   * What happens to the live webhooks of members that are taken out, and of all on destroy.
   *
   * @default "delete"
   */
  onDestroy?: pulumi.Input<OnDestroy>;

  /**
   * One token for all members that have none of their own; always kept as a secret.
   *
   * @default the instance's entry in `codechat:tokens`, else `codechat:token`, else `CODECHAT_TOKEN`
   */
  token?: pulumi.Input<string>;

  /** @default `codechat:baseUrl`, else `CODECHAT_BASE_URL` */
  baseUrl?: pulumi.Input<string>;
}
