import type { Fault, FaultRule } from "../../emulator/src";
import { failureOf, startRun } from "../support/provider/provider";
import { ORDERS, PROVIDER_LINE, Resource } from "../support/provider/resource";
import { INSTANCE, startServer, TOKEN } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

const PASSWORD = "pa55word-of-hook";
const PATH = "secret-path-of-hook";
const KEY = "secret-key-of-hook";
const URL_WITH_SECRETS = `https://user:${PASSWORD}@shop.example/${PATH}?key=${KEY}`;
const SECRET_ORDERS = { ...ORDERS, url: URL_WITH_SECRETS };
const SECRETS = [TOKEN, PASSWORD, PATH, KEY];

/** Everything of an error that anyone may print. */
function printed(error: Error): string {
  const { reasons = [] } = error as { reasons?: readonly string[] };
  return [error.message, error.stack, String(error), ...reasons].join("\n");
}

// A server that says everything it was told.
const TALKATIVE = `Bearer ${TOKEN} wanted ${URL_WITH_SECRETS}, that is ${PATH}, ${KEY} and ${PASSWORD}`;

describe("no error shows the token, or what may be secret in the url:", () => {
  test.each<[string, FaultRule["call"], Fault]>([
    ["the list is refused", "list", { kind: "status", status: 400, message: TALKATIVE }],
    ["POST is refused", "create", { kind: "status", status: 400, message: [TALKATIVE, TALKATIVE] }],
    ["PUT is refused", "update", { kind: "status", status: 409, message: TALKATIVE }],
    ["PATCH is refused", "events", { kind: "status", status: 400, message: TALKATIVE }],
    [
      "an error is all there is",
      "update",
      { kind: "body", status: 500, body: JSON.stringify({ error: TALKATIVE }) },
    ],
    [
      "an answer has a wrong type",
      "update",
      { kind: "body", body: JSON.stringify({ webhookId: [TALKATIVE] }) },
    ],
    ["an answer is no JSON", "update", { kind: "body", body: TALKATIVE }],
    [
      "a flag's name is a secret",
      "events",
      { kind: "body", body: JSON.stringify({ [TALKATIVE]: 1, sendMessage: TALKATIVE }) },
    ],
    ["a redirect names it", "update", { kind: "redirect", location: URL_WITH_SECRETS }],
    ["the connection breaks", "update", { kind: "reset" }],
    ["the deadline passes", "update", { kind: "hang" }],
  ])("%s", async (_what, call, fault) => {
    const { server, clock } = await startTimedServer({ faults: [{ call, fault }] });
    const config = { maxRetries: "1", timeoutSeconds: "40" };
    const failure = await failureOf(
      new Resource().up(await startRun(server, config, { clock }), SECRET_ORDERS),
    );
    for (const secret of SECRETS) expect(printed(failure)).not.toContain(secret);
    expect(failure.message).toContain(`instance ${INSTANCE}`);
  });

  test("the server knows the tokens of other instances", async () => {
    const others = ["token-of-shop-02", "token-of-all-others"];
    const fault = { kind: "status", status: 400, message: `not ${others.join(" or ")}` } as const;
    const server = await startServer({ faults: [{ call: "list", fault }] });
    const config = { token: others[1], tokens: JSON.stringify({ [INSTANCE]: TOKEN, "shop-02": others[0] }) };
    const failure = await failureOf(new Resource().up(await startRun(server, config), ORDERS));
    expect(failure.message).toContain("400 Bad Request: not [secret] or [secret]");
    for (const secret of others) expect(printed(failure)).not.toContain(secret);
  });

  test("the live url does not become the declared one", async () => {
    const live = { webhookId: "1", name: "orders", url: `${URL_WITH_SECRETS}&more`, WebhookEvents: {} };
    const { server, clock } = await startTimedServer({
      faults: [{ call: "any", fault: { kind: "body", body: JSON.stringify(live) } }],
    });
    const args = { ...SECRET_ORDERS, webhookId: "1", events: {} };
    const failure = await failureOf(
      new Resource().up(await startRun(server, { timeoutSeconds: "20" }, { clock }), args),
    );
    expect(failure.message).toContain(
      "url is declared https://shop.example/… but is another: https://shop.example/…",
    );
    for (const secret of SECRETS) expect(printed(failure)).not.toContain(secret);
  });

  test("check refuses a declaration or the configuration", async () => {
    const broken = `${TOKEN} broken`;
    const config = {
      token: broken,
      tokens: `{"${INSTANCE}": "${broken}"`,
      baseUrl: `https://u:${PASSWORD}@x`,
    };
    const run = await startRun({ url: "" }, config);
    const news = {
      ...SECRET_ORDERS,
      url: `${URL_WITH_SECRETS} `,
      token: broken,
      enabled: TOKEN,
      __provider: PROVIDER_LINE,
    };
    const { failures } = await run.check({}, news as never);
    expect(failures).toHaveLength(6);
    for (const secret of SECRETS) expect(JSON.stringify(failures)).not.toContain(secret);
  });
});

test("the token is sent in the Authorization header, and nowhere else", async () => {
  const server = await startServer();
  await new Resource().up(await startRun(server), { ...ORDERS, token: TOKEN });
  const sent = JSON.stringify(server.log.entries.map(({ path, body }) => ({ path, body })));
  expect(sent).not.toMatch(/token/i);
});

test("user info in a url that someone set by hand stays out of state", async () => {
  const server = await startServer();
  const webhook = new Resource();
  await webhook.up(await startRun(server), ORDERS);
  server.edit(INSTANCE, webhook.state.id, { url: `https://user:${PASSWORD}@shop.example/hook` });
  await webhook.refresh(await startRun(server));
  expect(JSON.stringify(webhook.state)).not.toContain(PASSWORD);
  expect((await webhook.preview(await startRun(server), ORDERS)).changes).toBe(true);
});
