import * as pulumi from "@pulumi/pulumi";
import { Webhook } from "pulumi-codechat";

const config = new pulumi.Config();
const instanceId = config.require("instanceId");
const receiver = config.require("receiver");

new Webhook("orders", {
  instanceId,
  name: "orders",
  url: `${receiver}/orders`,
  events: ["messagesUpsert", "messagesUpdate"],
});

new Webhook("monitor", {
  instanceId,
  name: "monitor",
  url: `${receiver}/monitor`,
  events: ["connectionUpdate", "qrcodeUpdate"],
});
