const axios = require("axios");
const { outputs, unchanged, webhook } = require("./floors");

const api = axios.create({
  baseURL: `${process.env["CODECHAT_BASE_URL"]}/api/v2/instance/`,
  headers: { Authorization: `Bearer ${process.env["CODECHAT_TOKEN"]}` },
});

/**
 * The floor with the requests of a refresh: what is left of a `Webhook`'s without them is the provider's own
 * time. A file of its own, so that the floor does not load axios.
 *
 * @type {import("@pulumi/pulumi/dynamic").ResourceProvider}
 */
exports.webhook = {
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
