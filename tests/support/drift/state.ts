import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { inspectStack } from "../../../cli/drift/inspect";
import type { StackReport } from "../../../cli/drift/model";
import type { Emulator, LiveWebhook } from "../../../emulator/src";
import { resourceType } from "../../../sdk/resource";
import { INSTANCE, TOKEN } from "../server/server";

/** A resource as the engine exports it. */
export interface Exported {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: object;
  readonly outputs: object;
  readonly ignoreChanges?: readonly string[];
  readonly delete?: boolean;
}

/** A value as the engine exports a secret one. */
export function secret(value: unknown): object {
  return { [specialSigKey]: specialSecretSig, plaintext: JSON.stringify(value) };
}

/** A resource in the exported state. @param properties stand in its inputs and outputs */
export function exported(
  type: "Webhook" | "WebhookFleet",
  name: string,
  id: string | number,
  properties: object,
  rest: Partial<Exported> = {},
): Exported {
  const urn = `urn:pulumi:dev::shop::${resourceType(type)}::${name}`;
  return { urn, type: resourceType(type), id: String(id), inputs: properties, outputs: properties, ...rest };
}

/** A `Webhook` that declares a live webhook as it is now. */
export function asLive(server: Emulator, live: LiveWebhook, declared: object = {}): Exported {
  const { instanceId, webhookId, name, url, enabled, events } = live;
  const properties = { instanceId, name, url, enabled, events, otherEvents: "leave", baseUrl: server.url };
  return exported("Webhook", "orders", webhookId, { ...properties, ...declared });
}

/** A live webhook of the instance, planted, with one flag on. */
export function plantOrders(
  server: Emulator,
  instanceId = INSTANCE,
  url = "https://shop.example/hook",
): LiveWebhook {
  const { webhookId, events } = server.plant(instanceId, { name: "orders", url, enabled: true });
  const flags = Object.keys(events).map((name) => [name, name === "messagesUpsert"]);
  return server.edit(instanceId, webhookId, { events: Object.fromEntries(flags) });
}

/** Inspects a stack of these resources. @param config by full key; in place of the server's token */
export function inspect(
  resources: readonly object[],
  config: Readonly<Record<string, string>> = { "codechat:token": TOKEN },
): Promise<StackReport> {
  const source = {
    programFolder: __dirname,
    state: async () => ({ resources }),
    config: async () => new Map(Object.entries({ "codechat:maxRetries": "0", ...config })),
  };
  return inspectStack(source, "dev", { found: () => {}, looked: () => {} });
}
