const pulumi = require("@pulumi/pulumi");
const { declare, EVENT_NAMES } = require("./declare");

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

declare(Webhook, { enabled: true, events: EVENT_NAMES });
