const { randomUUID } = require("node:crypto");
const axios = require("axios");

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

const api = axios.create({
  baseURL: `${process.env["CODECHAT_BASE_URL"]}/api/v2/instance/`,
  headers: { Authorization: `Bearer ${process.env["CODECHAT_TOKEN"]}` },
});

/**
 * The same with the requests of a refresh: what is left of a `Webhook`'s without them is the provider's own time.
 *
 * @type {import("@pulumi/pulumi/dynamic").ResourceProvider}
 */
const reading = {
  ...webhook,
  async create(inputs) {
    const { instanceId, name, url, enabled } = inputs;
    const { data } = await api.post(`${instanceId}/webhook`, { name, url, enabled });
    return { id: data.webhookId, outs: outputs(data.webhookId, inputs) };
  },
  async read(id, props) {
    await api.get(`${props.instanceId}/webhook/${id}`);
    return unchanged(id, props);
  },
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
exports.reading = reading;
exports.fleet = fleet;
