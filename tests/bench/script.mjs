/**
 * The same calls without an engine, as a plain script: 32 webhooks at a time over kept connections.
 * `node script.mjs <create|update|refresh|destroy> <ids.json>`, settings in `BENCH_SETTINGS`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";

const IN_FLIGHT = 32;
const [step = "", idsFile = ""] = process.argv.slice(2);
const baseUrl = process.env["CODECHAT_BASE_URL"];
const { prefix, count, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");
/** @type {string[]} */
const ids = step === "create" ? [] : JSON.parse(readFileSync(idsFile, "utf8"));
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
function call(method, path, body) {
  return new Promise((answered, failed) => {
    const text = body && JSON.stringify(body);
    const headers = {
      authorization: "Bearer token",
      ...(text && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
    };
    const sent = request(`${baseUrl}${path}`, { method, agent, headers }, (response) => {
      let json = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        json += chunk;
      });
      response.on("end", () => {
        if ((response.statusCode ?? 500) < 300) answered(JSON.parse(json));
        else failed(new Error(`${method} ${path}: ${response.statusCode}`));
      });
    });
    sent.on("error", failed).end(text);
  });
}

/** @param {number} index */
async function work(index) {
  const number = String(index).padStart(5, "0");
  const path = `/api/v2/instance/${prefix}-${number}/webhook`;
  const webhook = { name: "orders", url: `https://shop.example/hooks/${number}`, enabled: true };
  if (step === "create") {
    const [found] = (await call("GET", path)).filter(
      (/** @type {{ name: string, url: string }} */ live) =>
        live.name === webhook.name && live.url === webhook.url,
    );
    ids[index] = (found ?? (await call("POST", path, { ...webhook, enabled: false }))).webhookId;
  }
  const live = `${path}/${ids[index]}`;
  if (step === "refresh") return call("GET", live);
  if (step === "destroy") return call("DELETE", live);
  const { WebhookEvents } = await call("PUT", live, webhook);
  const flags = Object.fromEntries(Object.keys(WebhookEvents).map((name) => [name, false]));
  return call("PATCH", `${live}/events`, {
    ...flags,
    connectionUpdate: true,
    messagesUpsert: true,
    sendMessage: flag,
  });
}

let next = 0;
await Promise.all(
  Array.from({ length: IN_FLIGHT }, async () => {
    while (next < count) await work(next++);
  }),
);
agent.destroy();
writeFileSync(idsFile, JSON.stringify(ids));
