const pulumi = require("@pulumi/pulumi");
const provider = require("./same-calls");
const { declare, EVENT_NAMES } = require("./declare");

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

declare(Webhook, { enabled: true, events: EVENT_NAMES });
