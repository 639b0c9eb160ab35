/**
 * The server that every variant works against: the six webhook calls, in memory, with as little work as
 * possible, because it shares the cores with what is measured. Any instance exists, any token opens it.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";

const FLAGS = [
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
const PATH = /^\/api\/v2\/instance\/([^/]+)\/webhook(?:\/([^/]+))?(\/events)?$/;

/** @typedef {{ webhookId: string, WebhookEvents: Record<string, boolean> } & Record<string, unknown>} Webhook */

/** @type {Map<string, Map<string, Webhook>>} */
const instances = new Map();
/** @type {Record<string, number>} */
let requests = {};

/**
 * @param {string} method
 * @param {string} url
 * @param {Record<string, unknown>} body
 * @returns {readonly [status: number, answer: unknown]}
 */
function answer(method, url, body) {
  const [matched, instanceId = "", webhookId] = PATH.exec(url) ?? [];
  if (matched === undefined) return [404, { statusCode: 404, message: [`Cannot ${method} ${url}`] }];
  requests[method] = (requests[method] ?? 0) + 1;
  const webhooks = webhooksOf(instanceId);
  if (webhookId === undefined) {
    if (method === "GET") return [200, [...webhooks.values()]];
    const webhook = newWebhook(body);
    webhooks.set(webhook.webhookId, webhook);
    return [201, webhook];
  }
  const webhook = webhooks.get(webhookId);
  if (webhook === undefined) return [404, { statusCode: 404, message: ["Webhook not found"] }];
  if (method === "PUT") Object.assign(webhook, body);
  if (method === "PATCH") Object.assign(webhook.WebhookEvents, body);
  if (method === "DELETE") webhooks.delete(webhookId);
  return [method === "PUT" ? 201 : 200, webhook];
}

/** @param {string} instanceId */
function webhooksOf(instanceId) {
  const known = instances.get(instanceId);
  if (known) return known;
  /** @type {Map<string, Webhook>} */
  const webhooks = new Map();
  instances.set(instanceId, webhooks);
  return webhooks;
}

/**
 * @param {Record<string, unknown>} body
 * @returns {Webhook}
 */
function newWebhook(body) {
  const now = new Date().toISOString();
  const WebhookEvents = Object.fromEntries(FLAGS.map((flag) => [flag, true]));
  return { ...body, webhookId: randomUUID(), createdAt: now, updatedAt: now, WebhookEvents };
}

/** Requests by method since the last time that it was asked. */
function takeRequests() {
  const taken = requests;
  requests = {};
  return taken;
}

const server = createServer((request, response) => {
  let text = "";
  request.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    const { method = "", url = "" } = request;
    const [status, body] =
      url === "/requests" ? [200, takeRequests()] : answer(method, url, text === "" ? {} : JSON.parse(text));
    const json = JSON.stringify(body);
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(json) };
    response.writeHead(status, headers).end(json);
  });
});
// Connections that the next command finds closed would be the server's doing, not the variant's.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address) console.log(`http://127.0.0.1:${address.port}`);
});
// The pipe closes with the benchmark, however that ends.
process.stdin.resume().on("end", () => process.exit());
