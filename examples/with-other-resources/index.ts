import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Webhook } from "pulumi-codechat";

/** A path that nobody can guess, made once; stands for whatever else tells a url only when it is there. */
class SecretPath extends pulumi.dynamic.Resource {
  declare readonly path: pulumi.Output<string>;

  constructor(name: string) {
    super({ create: makePath }, name, { path: undefined }, { additionalSecretOutputs: ["path"] });
  }
}

async function makePath() {
  return { id: "path", outs: { path: randomBytes(16).toString("hex") } };
}

const { path } = new SecretPath("path");

new Webhook("orders", {
  instanceId: "shop-01",
  name: "orders",
  url: pulumi.interpolate`https://example.com/orders/${path}`,
  events: ["messagesUpsert"],
});
