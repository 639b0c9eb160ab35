const pulumi = require("@pulumi/pulumi");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

/** The inputs of a `Webhook`, byte for byte, and a provider that does nothing. */
class Floor extends pulumi.CustomResource {
  /**
   * @param {string} name
   * @param {object} args
   */
  constructor(name, args) {
    const outputs = {
      webhookId: undefined,
      baseUrl: undefined,
      createdAt: undefined,
      subscribedEvents: undefined,
    };
    super("pulumi-nodejs:dynamic/codechat:Webhook", name, {
      ...outputs,
      ...args,
      __provider: 'exports.handler = () => require("bench-providers/floors").webhook',
    });
  }
}

for (let index = 0; index < count; index += 1) {
  const number = String(index).padStart(5, "0");
  new Floor(`orders-${number}`, {
    instanceId: `${prefix}-${number}`,
    name: "orders",
    url: `https://shop.example/hooks/${number}`,
    enabled: true,
    events: { connectionUpdate: true, messagesUpsert: true, sendMessage: flag },
    otherEvents: "off",
  });
}
