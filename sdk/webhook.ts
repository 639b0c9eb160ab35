import * as pulumi from "@pulumi/pulumi";
import type { EventAlias, EventName } from "../provider/api/events";
import type { OnDestroy, OtherEvents } from "../provider/webhook/types";
import { useAllWhenKnown } from "./asynchronous";
import { canonicalWebhook } from "./canonical";
import { checkConfiguration, configuredBaseUrl } from "./config";
import { declareOnce, type Identity } from "./declarations";
import { refuseMissingProvider } from "./installation";
import { optionsOf } from "./options";
import { documentedEventsOn, orElse } from "./outputs";
import { providerLine, resourceType, secretWithUserInfo } from "./resource";
import { warnAboutEvents } from "./warnings";

/** Arguments of a {@link Webhook}. Every one may be an output of another resource. */
export interface WebhookArgs {
  /** The instance that the webhook belongs to. It is the webhook's identity: a change replaces. */
  instanceId: pulumi.Input<string>;

  /** The webhook's name ("Identification name of your webhook"), 1 to 255 characters, not blank, no control characters. */
  name: pulumi.Input<string>;

  /**
   * Where the server POSTs events: http or https, at most 8 KiB. A url with user info
   * (`https://user:password@…`) is kept as a secret; wrap one with a secret path in `pulumi.secret`.
   */
  url: pulumi.Input<string>;

  /**
   * Whether the server sends anything at all.
   *
   * @default true (the API's own default is false; a webhook is declared because it is wanted)
   */
  enabled?: pulumi.Input<boolean>;

  /**
   * Which events the server sends:
   *
   * - `"all"`: every event that the server has is on;
   * - a list of names: exactly these are on, the rest is off;
   * - a map of name and `true` or `false`: only these are managed, the rest stays as it is.
   *
   * `statusInstance` is accepted for `stateInstance`. An event that the server does not know is an error.
   *
   * @default "all"
   */
  events?: pulumi.Input<EventsInput>;

  /**
   * What happens to the events that `events` does not name: `"off"` and `"on"` switch them, `"leave"` keeps them
   * as they are.
   *
   * @default "off" for a list, "leave" for a map, "on" for `"all"`
   */
  otherEvents?: pulumi.Input<OtherEvents>;

  /**
   * Takes over this live webhook instead of looking for one or creating one. A change replaces.
   *
   * @default none: the webhook is found by name and url, or created
   */
  webhookId?: pulumi.Input<string>;

  /**
   * What to do if the instance already has exactly one webhook with this name and url: `true` takes that one over,
   * `false` is an error.
   *
   * @default true
   */
  adopt?: pulumi.Input<boolean>;

  /**
   * What happens to the live webhook when the resource is destroyed: it is deleted, disabled or kept.
   *
   * @default "retain" if webhookId is declared, else "delete"
   */
  onDestroy?: pulumi.Input<OnDestroy>;

  /**
   * The instance's token; always kept as a secret.
   *
   * @default the instance's entry in `codechat:tokens`, else `codechat:token`, else `CODECHAT_TOKEN`
   */
  token?: pulumi.Input<string>;

  /**
   * The server's address, without `/api/v2`. After a change the webhook with the same id is expected on the new
   * server.
   *
   * @default `codechat:baseUrl`, else `CODECHAT_BASE_URL`
   */
  baseUrl?: pulumi.Input<string>;
}

/** The three forms of {@link WebhookArgs.events}. */
export type EventsInput =
  | "all"
  | readonly pulumi.Input<EventName | EventAlias>[]
  | { [Name in EventName | EventAlias]?: pulumi.Input<boolean> };

/**
 * A webhook of a CodeChat instance, kept as declared.
 *
 * @example
 * ```ts
 * new Webhook("orders", {
 *   instanceId: "shop-01",
 *   name: "orders",
 *   url: "https://example.com/hook",
 *   events: ["messagesUpsert", "connectionUpdate"],
 * });
 * ```
 */
export class Webhook extends pulumi.CustomResource {
  /** The instance that the webhook belongs to. */
  declare readonly instanceId: pulumi.Output<string>;
  /** The webhook's name. */
  declare readonly name: pulumi.Output<string>;
  /** Where the server POSTs events. */
  declare readonly url: pulumi.Output<string>;
  /** Whether the server sends anything at all. */
  declare readonly enabled: pulumi.Output<boolean>;
  /** The declared events: name, and whether it is on; sorted. */
  declare readonly events: pulumi.Output<Record<string, boolean>>;
  /** What happens to the events that `events` does not name. */
  declare readonly otherEvents: pulumi.Output<OtherEvents>;
  /** The id that the server gave the webhook. */
  declare readonly webhookId: pulumi.Output<string>;
  /** The server of the webhook. */
  declare readonly baseUrl: pulumi.Output<string>;
  /** When the server says that the webhook was created, ISO 8601. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** Names of the events that are on, sorted. */
  declare readonly subscribedEvents: pulumi.Output<string[]>;

  /**
   * Declares a webhook.
   *
   * @param name the resource's name in the stack.
   * @param args what the webhook is to be.
   * @param opts options of the resource, such as `protect`, `dependsOn` or `aliases`; docs/resource-options.md
   *   says what each does here.
   * @throws RunError if a token is in plain configuration, if the program declares the same live webhook twice, if
   *   `import` or `id` is among the options, or if the engine would not find the provider. The provider checks
   *   everything else, at preview.
   */
  constructor(name: string, args: WebhookArgs, opts?: pulumi.CustomResourceOptions) {
    checkConfiguration();
    refuseMissingProvider();
    const outputs = {
      webhookId: undefined,
      baseUrl: undefined,
      createdAt: undefined,
      subscribedEvents: undefined,
    };
    const props = {
      ...outputs,
      ...args,
      ...canonicalWebhook({ ...args }),
      url: secretWithUserInfo(args.url),
      ...(args.token !== undefined && { token: pulumi.secret(args.token) }),
      __provider: providerLine("webhook"),
      ...declareOnce(name, opts?.parent, identitiesOf(name, args)),
    };
    super(resourceType("Webhook"), name, props, optionsOf("Webhook", name, args, opts));
    // Mocks of a test know the inputs alone.
    this.webhookId = orElse(this.webhookId, () => this.id);
    this.baseUrl = orElse(this.baseUrl, () => configuredBaseUrl() ?? "");
    this.subscribedEvents = orElse(this.subscribedEvents, () =>
      pulumi
        .all([this.events, this.otherEvents])
        .apply(([events, otherEvents]) => documentedEventsOn({ events, otherEvents })),
    );
    warnAboutEvents(this, args.events);
  }
}

function identitiesOf(
  name: string,
  { instanceId, name: webhookName, url, webhookId, baseUrl }: WebhookArgs,
): readonly Identity[] | pulumi.Output<readonly Identity[]> {
  const identity = [instanceId, webhookName, url, webhookId, baseUrl];
  return useAllWhenKnown(identity, ([instanceId, webhookName, url, webhookId, baseUrl]) => {
    // What is missing or of another type is refused by the provider.
    if ([instanceId, webhookName, url].some((value) => typeof value !== "string")) return [];
    const known = { resource: `Webhook "${name}"`, instanceId, name: webhookName, url, webhookId, baseUrl };
    return [known as Identity];
  });
}
