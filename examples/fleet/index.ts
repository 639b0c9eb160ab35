import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WebhookFleet } from "pulumi-codechat";

const instances: string[] = JSON.parse(readFileSync(join(__dirname, "instances.json"), "utf8"));

const orders = new WebhookFleet("orders", {
  instances,
  name: "orders",
  url: "https://example.com/orders?instance={instanceId}",
  events: ["messagesUpsert", "connectionUpdate"],
});

export const webhooks = orders.webhookIds.apply((ids) => Object.keys(ids).length);
