const pulumi = require("@pulumi/pulumi");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

/** The inputs of a `WebhookFleet`, byte for byte, and a provider that does nothing. */
class FleetFloor extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {object} args
   */
  constructor(name, args) {
    super("pulumi-nodejs:dynamic/codechat:WebhookFleet", name, {
      webhookIds: undefined,
      baseUrl: undefined,
      tokens: pulumi.secret({}),
      ...args,
      __provider: 'exports.handler = () => require("bench-providers/floors").fleet',
    });
  }
}

new FleetFloor("orders", {
  instances: Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(5, "0")}`),
  name: "orders",
  url: "https://shop.example/hooks/{instanceId}",
  enabled: true,
  events: { connectionUpdate: true, messagesUpsert: true, sendMessage: flag },
  otherEvents: "off",
});
