const pulumi = require("@pulumi/pulumi");
const provider = require("./same-calls");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

/** The provider's whole code goes into the state of each resource, as `pulumi.dynamic.Resource` has it. */
class Webhook extends pulumi.dynamic.Resource {
  /**
   * @param {string} name
   * @param {any} args
   */
  constructor(name, args) {
    super(provider, name, { webhookId: undefined, ...args });
  }
}

for (let index = 0; index < count; index += 1) {
  const number = String(index).padStart(5, "0");
  new Webhook(`orders-${number}`, {
    instanceId: `${prefix}-${number}`,
    name: "orders",
    url: `https://shop.example/hooks/${number}`,
    enabled: true,
    events: flag
      ? ["messagesUpsert", "sendMessage", "connectionUpdate"]
      : ["messagesUpsert", "connectionUpdate"],
  });
}
