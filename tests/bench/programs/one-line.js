const pulumi = require("@pulumi/pulumi");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

/** The same provider as in `hand-written.js`, of which the state has the name alone. */
class Webhook extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {object} args
   */
  constructor(name, args) {
    super("pulumi-nodejs:dynamic:Resource", name, {
      webhookId: undefined,
      ...args,
      __provider: 'exports.handler = () => require("bench-providers/same-calls")',
    });
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
