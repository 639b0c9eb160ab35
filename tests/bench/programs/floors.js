const { randomUUID } = require("node:crypto");

/**
 * @param {string} webhookId
 * @param {Record<string, any>} inputs
 */
function outputs(webhookId, inputs) {
  return {
    ...inputs,
    webhookId,
    baseUrl: process.env["CODECHAT_BASE_URL"],
    createdAt: "2025-01-01T00:00:00.000Z",
    subscribedEvents: Object.keys(inputs["events"]).filter((name) => inputs["events"][name]),
  };
}

/**
 * @param {string} id
 * @param {any} props
 */
function unchanged(id, props) {
  const { __provider, webhookId, baseUrl, createdAt, subscribedEvents, ...inputs } = props;
  return { id, props, inputs };
}

/**
 * Does nothing, and returns what a `Webhook` would: what is left is the engine's own time.
 *
 * @type {import("@pulumi/pulumi/dynamic").ResourceProvider}
 */
const webhook = {
  async diff(_id, olds, news) {
    return { changes: JSON.stringify(olds.events) !== JSON.stringify(news.events) };
  },
  async create(inputs) {
    const id = randomUUID();
    return { id, outs: outputs(id, inputs) };
  },
  async update(id, _olds, news) {
    return { outs: outputs(id, news) };
  },
  async read(id, props) {
    return unchanged(id, props);
  },
  async delete() {},
};

/**
 * The same for a `WebhookFleet`.
 *
 * @type {import("@pulumi/pulumi/dynamic").ResourceProvider}
 */
const fleet = {
  ...webhook,
  async check(_olds, { instances, ...rest }) {
    const members = Object.fromEntries(instances.map((/** @type {string} */ id) => [id, {}]));
    return { inputs: { ...rest, instances: members } };
  },
  async create(inputs) {
    return { id: randomUUID(), outs: fleetOutputs(inputs) };
  },
  async update(_id, _olds, news) {
    return { outs: fleetOutputs(news) };
  },
  async read(id, props) {
    const { __provider, webhookIds, baseUrl, ...inputs } = props;
    return { id, props, inputs };
  },
};

/** @param {Record<string, any>} inputs */
function fleetOutputs(inputs) {
  const webhookIds = Object.fromEntries(Object.keys(inputs["instances"]).map((id) => [id, randomUUID()]));
  return { ...inputs, webhookIds, baseUrl: process.env["CODECHAT_BASE_URL"] };
}

exports.webhook = webhook;
exports.fleet = fleet;
exports.outputs = outputs;
exports.unchanged = unchanged;
