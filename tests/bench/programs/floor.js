const pulumi = require("@pulumi/pulumi");
const { declare, EVENTS } = require("./declare");

const provider = process.env["BENCH_FLOOR"] ?? "floors";

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
      __provider: `exports.handler = () => require("bench-providers/${provider}").webhook`,
    });
  }
}

declare(Floor, { enabled: true, events: EVENTS, otherEvents: "off" });
