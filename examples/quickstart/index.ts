import * as pulumi from "@pulumi/pulumi";
import { Webhook } from "pulumi-codechat";

const config = new pulumi.Config();

const orders = new Webhook("orders", {
  instanceId: config.require("instanceId"),
  name: "orders",
  url: config.require("url"),
  events: ["messagesUpsert", "connectionUpdate"],
});

export const webhookId = orders.webhookId;
