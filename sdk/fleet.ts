import * as pulumi from "@pulumi/pulumi";
import type { OtherEvents } from "../provider/webhook/types";
import { canonicalFleet } from "./canonical";
import { checkConfiguration, configuredBaseUrl } from "./config";
import { declareOnce } from "./declarations";
import type { WebhookFleetArgs } from "./fleet-args";
import { eventsOfMembers, identitiesOfMembers, splitTokens } from "./fleet-members";
import { refuseMissingProvider } from "./installation";
import { optionsOf } from "./options";
import { orElse } from "./outputs";
import { providerLine, resourceType, secretWithUserInfo } from "./resource";
import { warnAboutEvents } from "./warnings";

/**
 * The same webhook on many CodeChat instances, kept as declared. It is one resource, so that the engine's own time
 * does not grow with the number of instances.
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
   * Members by instance id, with what is different for each: those that were made as declared, also if they have
   * drifted since, and those that are no longer declared but could not be destroyed (`removed`).
   * {@link webhookIds} has all that exist.
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
  /** The declared events: name, and whether it is on; sorted. */
  declare readonly events: pulumi.Output<Record<string, boolean>>;
  /** What happens to the events that `events` does not name. */
  declare readonly otherEvents: pulumi.Output<OtherEvents>;
  /** The server of the webhooks. */
  declare readonly baseUrl: pulumi.Output<string>;

  /**
   * Declares a fleet.
   *
   * @param name the resource's name in the stack.
   * @param args what the webhooks are to be.
   * @param opts options of the resource, such as `protect`, `dependsOn` or `aliases`; docs/resource-options.md
   *   says what each does here.
   * @throws RunError if a token is in plain configuration, if the program declares the same live webhook twice, if
   *   `import` or `id` is among the options, or if the engine would not find the provider. The provider checks
   *   everything else, at preview.
   */
  constructor(name: string, args: WebhookFleetArgs, opts?: pulumi.CustomResourceOptions) {
    checkConfiguration();
    refuseMissingProvider();
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
      ...canonicalFleet({ ...args, instances }),
      // Even where there are none: what the engine is told to be secret stays so in the outputs.
      tokens: pulumi.secret(tokens),
      url: secretWithUserInfo(args.url),
      ...(args.token !== undefined && { token: pulumi.secret(args.token) }),
      __provider: providerLine("fleet"),
      ...declareOnce(name, opts?.parent, identitiesOfMembers(name, args)),
    };
    super(resourceType("WebhookFleet"), name, props, optionsOf("WebhookFleet", name, args, opts));
    // Mocks of a test know the inputs alone.
    this.webhookIds = orElse<Record<string, string>>(this.webhookIds, () => ({}));
    this.baseUrl = orElse(this.baseUrl, () => configuredBaseUrl() ?? "");
    warnAboutEvents(this, args.events);
    warnAboutEvents(this, eventsOfMembers(args.instances));
  }
}
