const axios = require("axios");

const EVENTS = [
  "qrcodeUpdate",
  "stateInstance",
  "messagesSet",
  "messagesUpsert",
  "messagesUpdate",
  "sendMessage",
  "contactsSet",
  "contactsUpsert",
  "contactsUpdate",
  "presenceUpdate",
  "chatsSet",
  "chatsUpdate",
  "chatsUpsert",
  "chatsDelete",
  "groupsUpsert",
  "groupUpdate",
  "groupParticipantsUpdate",
  "connectionUpdate",
  "newJwt",
];

/** @param {string} instanceId */
function client(instanceId) {
  return axios.create({
    baseURL: `${process.env["CODECHAT_BASE_URL"]}/api/v2/instance/${instanceId}/webhook`,
    headers: { Authorization: `Bearer ${process.env["CODECHAT_TOKEN"]}` },
  });
}

/**
 * @param {string} id
 * @param {any} webhook
 */
async function settle(id, { instanceId, name, url, enabled, events }) {
  const api = client(instanceId);
  await api.put(`/${id}`, { name, url, enabled });
  const flags = Object.fromEntries(EVENTS.map((event) => [event, events.includes(event)]));
  await api.patch(`/${id}/events`, flags);
}

/**
 * What people write by hand: list, POST, PUT, PATCH, with nothing checked or retried.
 *
 * @type {import("@pulumi/pulumi/dynamic").ResourceProvider}
 */
const provider = {
  async create(inputs) {
    const api = client(inputs.instanceId);
    const { data: webhooks } = await api.get("");
    let webhook = webhooks.find(
      (/** @type {any} */ live) => live.name === inputs.name && live.url === inputs.url,
    );
    if (!webhook) ({ data: webhook } = await api.post("", { name: inputs.name, url: inputs.url }));
    await settle(webhook.webhookId, inputs);
    return { id: webhook.webhookId, outs: { ...inputs, webhookId: webhook.webhookId } };
  },
  async diff(_id, olds, news) {
    const properties = ["name", "url", "enabled", "events"];
    return {
      changes: properties.some((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name])),
      replaces: olds.instanceId === news.instanceId ? [] : ["instanceId"],
    };
  },
  async update(id, _olds, news) {
    await settle(id, news);
    return { outs: { ...news, webhookId: id } };
  },
  async read(id, props) {
    const { data: live } = await client(props.instanceId).get(`/${id}`);
    const events = EVENTS.filter((event) => live.WebhookEvents[event]);
    return { id, props: { ...props, name: live.name, url: live.url, enabled: live.enabled, events } };
  },
  async delete(id, props) {
    await client(props.instanceId).delete(`/${id}`);
  },
};

module.exports = provider;
