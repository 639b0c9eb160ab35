import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Emulator } from "../../../emulator/src";
import { Webhook, WebhookFleet, type WebhookFleetArgs } from "../../../sdk";
import { TOKEN } from "../server/server";
import type { Program } from "./stack";

type Instances = WebhookFleetArgs["instances"];

/** Instances with one token, for the options of a server. */
export function withOneToken(instanceIds: readonly string[]): { instances: Record<string, string> } {
  return { instances: Object.fromEntries(instanceIds.map((id) => [id, TOKEN])) };
}

/** Declares a fleet, with `args` in place of what every test takes; to be called in a program. */
export function declareFleet(
  instances: Instances,
  args: Partial<WebhookFleetArgs> = {},
  resource = "fleet",
  options: CustomResourceOptions = {},
): WebhookFleet {
  const own = {
    name: "orders",
    url: "https://shop.example/{instanceId}",
    events: ["messagesUpsert"],
  } as const;
  return new WebhookFleet(resource, { ...own, events: [...own.events], instances, ...args }, options);
}

/** Declares the single webhook that is what a member of {@link declareFleet} is. */
export function declareSingle(instanceId: string): Webhook {
  const url = `https://shop.example/${instanceId}`;
  return new Webhook(instanceId, { instanceId, name: "orders", url, events: ["messagesUpsert"] });
}

/** A program with one fleet. */
export function oneFleet(instances: Instances, args: Partial<WebhookFleetArgs> = {}): Program {
  return () => {
    declareFleet(instances, args);
  };
}

/** What the plan of a `--diff` marks as added, removed or changed in resources, line by line. */
export function markedProperties(output: string): string[] {
  const plan = output.slice(output.lastIndexOf("WebhookFleet: ("), output.lastIndexOf("Resources:"));
  const marked = plan.split("\n").filter((line) => /^\s+[~+-] \S/.test(line));
  return marked.map((line) => line.trim().replace(/\s*:/, ":").replace(/: \{$/, ""));
}

/** The live webhooks: instance, id, name and whether they are on. */
export function liveWebhooks(server: Emulator): string[] {
  return server
    .webhooks()
    .map(({ instanceId, webhookId, name, enabled }) => `${instanceId} ${webhookId} ${name} ${enabled}`)
    .sort();
}

/** How often each call was sent. */
export function counted(calls: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}
