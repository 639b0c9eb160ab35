import { Webhook, type WebhookArgs } from "../../../sdk";
import { INSTANCE } from "../server/server";
import type { Program } from "./stack";

/** Declares one webhook, with `args` in place of what every test takes; to be called in a program. */
export function declareWebhook(resource: string, args: Partial<WebhookArgs> = {}): Webhook {
  return new Webhook(resource, {
    instanceId: INSTANCE,
    name: "orders",
    url: "https://shop.example/hook",
    events: ["messagesUpsert"],
    ...args,
  });
}

/** A program with one webhook. */
export function oneWebhook(args: Partial<WebhookArgs> = {}, resource = "orders"): Program {
  return () => {
    declareWebhook(resource, args);
  };
}
