import * as pulumi from "@pulumi/pulumi";
import { Webhook, WebhookFleet } from "../../../sdk";
import { INSTANCE, TOKEN } from "../server/server";

/** The resources that the options are tried on. */
export const TYPES = ["Webhook", "WebhookFleet"] as const;
/** One of them. */
export type Type = (typeof TYPES)[number];

/** What a program of these tests is at: create, change the url of all, take all away but what is protected. */
export type Phase = "create" | "change" | "remove";

/** What programs do beside declaring resources. */
export interface Noted {
  /** Hooks that ran, by the resource's name. */
  readonly hooks: string[];
  /** What the resource class refused, by the resource's name. */
  readonly refusals: Map<string, string>;
  /** Outputs of what was read by its urn: the webhook's id, or the ids. */
  readonly read: Map<string, unknown>;
}

/** The provider of dynamic resources with a configuration of its own. */
class OwnProvider extends pulumi.ProviderResource {
  constructor(name: string, props: pulumi.Inputs) {
    super("pulumi-nodejs", name, props);
  }
}

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts: pulumi.ComponentResourceOptions = {}) {
    super("shop:index:Group", name, {}, opts);
  }
}

/** How a resource is called in the stack. */
export function nameOf(type: Type, option: string): string {
  return `${type}-${option}`;
}

/** Declares a resource of each type for each option; to be called in a program. */
export function declareOptions(phase: Phase, serverUrl: string, noted: Noted): void {
  const provider = new OwnProvider("own", { "codechat:baseUrl": serverUrl, "codechat:token": TOKEN });
  const group = new Group("group");
  const groupWithProvider = new Group("group-with-provider", { providers: [provider] });
  for (const type of TYPES) {
    const declare = (option: string, opts: pulumi.CustomResourceOptions = {}, live = option) => {
      const name = nameOf(type, live);
      const url = `https://shop.example/${phase === "create" ? "before" : "after"}`;
      const args = { name, url, events: ["messagesUpsert" as const] };
      return type === "Webhook"
        ? new Webhook(nameOf(type, option), { ...args, instanceId: INSTANCE }, opts)
        : new WebhookFleet(nameOf(type, option), { ...args, instances: [INSTANCE] }, opts);
    };
    const refused = (option: string, opts: object) => {
      try {
        declare(option, opts);
      } catch (error) {
        if (!pulumi.RunError.isInstance(error)) throw error;
        noted.refusals.set(nameOf(type, option), error.message);
      }
    };
    const renamed = (props: pulumi.Inputs) => ({ ...props, name: `${String(props["name"])}-transformed` });

    declare("protect", { protect: true });
    for (const option of ["import", "id"]) refused(option, { [option]: "7" });
    refused("envVarMappings", { envVarMappings: { SHOP_TOKEN: "CODECHAT_TOKEN" } });
    if (phase === "remove") continue;

    const first = declare("additionalSecretOutputs", { additionalSecretOutputs: ["events"] });
    if (phase === "create") declare("aliases-before", {}, "aliases");
    else declare("aliases", { aliases: [{ name: nameOf(type, "aliases-before") }] });
    declare("customTimeouts", { customTimeouts: { create: "1ms", update: "1ms", delete: "1ms" } });
    declare("deleteBeforeReplace", { deleteBeforeReplace: true, replaceOnChanges: ["url"] });
    declare("deletedWith", { deletedWith: first });
    declare("dependsOn", { dependsOn: [first] });
    declare("hideDiffs", { hideDiffs: ["url"] });
    declare("hooks", { hooks: hooksOf(nameOf(type, "hooks"), noted) });
    declare("ignoreChanges", { ignoreChanges: ["url"] });
    declare("parent", { parent: group });
    declare("pluginDownloadURL", { pluginDownloadURL: "https://shop.example/plugins" });
    declare("provider", { provider });
    declare("providers", { parent: groupWithProvider });
    const replaced = declare("replaceOnChanges", { replaceOnChanges: ["url"] });
    declare("replaceWith", { replaceWith: [replaced], ignoreChanges: ["url"] });
    declare("replacementTrigger", { replacementTrigger: phase, ignoreChanges: ["url"] });
    declare("retainOnDelete", { retainOnDelete: true });
    declare("transforms", { transforms: [({ props, opts }) => ({ props: renamed(props), opts })] });
    declare("transformations", { transformations: [({ props, opts }) => ({ props: renamed(props), opts })] });
    declare("version", { version: "1.2.3" });
    if (phase === "change") {
      // The engine knows it from when it is registered.
      first.urn.apply((urn) => {
        const known = declare("urn", { urn });
        const ids: pulumi.Output<unknown> = known instanceof Webhook ? known.webhookId : known.webhookIds;
        ids.apply((value) => noted.read.set(nameOf(type, "urn"), value));
      });
    }
  }
}

function hooksOf(name: string, { hooks }: Noted): pulumi.ResourceHookBinding {
  const hook = (when: string) =>
    new pulumi.ResourceHook(`${name}-${when}`, () => {
      hooks.push(`${name} ${when}`);
    });
  return {
    beforeCreate: [hook("beforeCreate")],
    afterCreate: [hook("afterCreate")],
    beforeUpdate: [hook("beforeUpdate")],
    afterUpdate: [hook("afterUpdate")],
  };
}
