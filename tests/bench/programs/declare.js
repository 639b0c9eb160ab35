const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

/** The event flags that are declared, as a `Webhook` has them. */
exports.EVENTS = { connectionUpdate: true, messagesUpsert: true, sendMessage: flag };

/** The names of those that are on, as people write them by hand. */
exports.EVENT_NAMES = ["messagesUpsert", ...(flag ? ["sendMessage"] : []), "connectionUpdate"];

/**
 * Declares every webhook, each on an instance of its own.
 *
 * @param {new (name: string, args: any) => unknown} Resource
 * @param {object} args what they have beside name, url and instance.
 */
exports.declare = (Resource, args) => {
  for (let index = 0; index < count; index += 1) {
    const number = String(index).padStart(5, "0");
    new Resource(`orders-${number}`, {
      instanceId: `${prefix}-${number}`,
      name: "orders",
      url: `https://shop.example/hooks/${number}`,
      ...args,
    });
  }
};
