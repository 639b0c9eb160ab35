import * as pulumi from "@pulumi/pulumi";
import type { OnDestroy, OtherEvents } from "../provider/webhook/types";
import { refusePlainTokens } from "./config";
import { declareMembers, eventsOfMembers, splitTokens } from "./fleet-members";
import { providerLine, resourceType, secretWithUserInfo } from "./resource";
import { warnAboutEvents } from "./warnings";
import type { EventsInput } from "./webhook";

/** What one member of a {@link WebhookFleet} has otherwise than the fleet. */
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

/** Arguments of a {@link WebhookFleet}. Those that a {@link Webhook} has, too, mean the same. */
export interface WebhookFleetArgs {
  /** The instances that get the webhook: a list of ids, or a map of id and what that member has otherwise. */
  instances: pulumi.Input<pulumi.Input<string>[] | { [instanceId: string]: pulumi.Input<FleetMemberArgs> }>;

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

/**
 * The same webhook on many CodeChat instances, kept as declared: one resource, so that the engine's
 * cost does not grow with the number of instances.
 *
 * @example
 * ```ts
 * new WebhookFleet("orders", {
 *   instances: ["shop-01", "shop-02"],
 *   name: "orders",
 *   url: "https://example.com/hook?instance={instanceId}",
 *   events: ["messagesUpsert"],
 * });
 * ```
 */
export class WebhookFleet extends pulumi.CustomResource {
  /**
   * Members by instance id, with what each has otherwise than the fleet: those that are settled or have drifted, and
   * those that are no longer declared but could not be destroyed (`removed`). {@link webhookIds} has all that exist.
   */
  declare readonly instances: pulumi.Output<Record<string, object>>;
  /** Live webhooks by instance id. */
  declare readonly webhookIds: pulumi.Output<Record<string, string>>;
  /** The name of every member's webhook, as declared. */
  declare readonly name: pulumi.Output<string>;
  /** The url of every member's webhook, as declared. */
  declare readonly url: pulumi.Output<string>;
  /** Whether the server sends anything at all. */
  declare readonly enabled: pulumi.Output<boolean>;
  /** The declared event flags, in canonical form: name and state, sorted. */
  declare readonly events: pulumi.Output<Record<string, boolean>>;
  /** What happens to the flags that `events` does not name. */
  declare readonly otherEvents: pulumi.Output<OtherEvents>;
  /** The server that the webhooks live on. */
  declare readonly baseUrl: pulumi.Output<string>;

  /**
   * Declares a fleet.
   *
   * @param name the resource's name in the stack.
   * @param args what the webhooks are to be.
   * @param opts options of the resource, such as `protect`, `dependsOn` or `aliases`.
   * @throws RunError where a token stands in plain configuration, or where the program declares one
   *   live webhook twice. Everything else is checked by the provider, at preview.
   */
  constructor(name: string, args: WebhookFleetArgs, opts?: pulumi.CustomResourceOptions) {
    refusePlainTokens();
    if ("tokens" in args) {
      throw new pulumi.RunError(
        "tokens: unknown argument; give a member its token in instances, or set codechat:tokens",
      );
    }
    const { instances, tokens } = splitTokens(args.instances);
    const props = {
      webhookIds: undefined,
      baseUrl: undefined,
      ...args,
      instances,
      // Even where there are none: what the engine is told to be secret stays so in the outputs.
      tokens: pulumi.secret(tokens),
      url: secretWithUserInfo(args.url),
      ...(args.token !== undefined && { token: pulumi.secret(args.token) }),
      __provider: providerLine("fleet"),
    };
    super(resourceType("WebhookFleet"), name, props, opts);
    declareMembers(`WebhookFleet "${name}"`, args);
    warnAboutEvents(this, args.events);
    warnAboutEvents(this, eventsOfMembers(args.instances));
  }
}
