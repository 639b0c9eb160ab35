import * as pulumi from "@pulumi/pulumi";
import { Webhook } from "pulumi-codechat";

const config = new pulumi.Config();

new Webhook("orders", {
  instanceId: "shop-01",
  webhookId: config.require("webhookId"),
  name: "orders",
  url: "https://example.com/orders",
  events: ["messagesUpsert"],
  // Without this line a webhook that was taken over stays as it is when the stack is destroyed.
  onDestroy: "disable",
});
