import type { CallName, Emulator, Fault } from "../../emulator/src";
import { WebhookApi } from "../../provider/api/client";
import { CallFailure } from "../../provider/api/failure";
import type { LiveWebhook } from "../../provider/api/wire";
import { createHttpClient } from "../../provider/http/client";
import { Deadline } from "../../provider/http/deadline";
import { failureOf } from "../support/provider/provider";
import { fastClock } from "../support/server/clock";
import { INSTANCE, onlyWebhook, startServer, TOKEN, takeCalls } from "../support/server/server";

const BODY = { name: "orders", url: "https://shop.example/hook", enabled: true };

/** Makes calls to the server, as one operation. */
function call<T>(
  { url }: Pick<Emulator, "url">,
  work: (api: WebhookApi) => Promise<T>,
  { token = TOKEN, maxRetries = 1 } = {},
): Promise<T> {
  const clock = fastClock();
  const http = createHttpClient({
    clock,
    random: Math.random,
    maxRetries,
    attemptTimeoutMs: 600_000,
  });
  const deadline = new Deadline(clock, 3_000_000);
  return work(new WebhookApi(http, { baseUrl: url, instanceId: INSTANCE, token }, deadline));
}

const CALLS: readonly [CallName, (api: WebhookApi, id: string) => Promise<unknown>][] = [
  ["list", (api) => api.list()],
  ["create", (api) => api.create(BODY)],
  ["get", (api, id) => api.get(id)],
  ["update", (api, id) => api.update(id, BODY)],
  ["events", (api, id) => api.setEvents(id, { sendMessage: false })],
  ["delete", (api, id) => api.delete(id)],
];

async function serverWithWebhook(): Promise<[Emulator, string]> {
  const server = await startServer();
  const { webhookId } = server.plant(INSTANCE, { ...BODY, events: { sendMessage: true } });
  return [server, String(webhookId)];
}

describe("success", () => {
  test("list gives all webhooks of the instance", async () => {
    const [server, id] = await serverWithWebhook();
    expect(await call(server, (api) => api.list())).toEqual([
      expect.objectContaining({ ...BODY, webhookId: id }),
    ]);
  });

  test("create gives the new webhook", async () => {
    const server = await startServer();
    const webhook = await call(server, (api) => api.create(BODY));
    expect(webhook).toMatchObject({ ...BODY, webhookId: onlyWebhook(server).webhookId });
  });

  test("get gives the webhook with its events", async () => {
    const [server, id] = await serverWithWebhook();
    const webhook = await call(server, (api) => api.get(id));
    expect(webhook).toMatchObject({ ...BODY, webhookId: id });
    expect(webhook?.events?.get("sendMessage")).toEqual({ on: true, spelling: "sendMessage" });
  });

  test("update sets name, url and enabled, and gives the webhook", async () => {
    const [server, id] = await serverWithWebhook();
    const changed = { name: "sales", url: "https://other.example", enabled: false };
    expect(await call(server, (api) => api.update(id, changed))).toMatchObject(changed);
    expect(onlyWebhook(server)).toMatchObject(changed);
  });

  test("setEvents sets these flags and gives the webhook, or its events, or nothing", async () => {
    const [server, id] = await serverWithWebhook();
    const set = (on: boolean) => call(server, (api) => api.setEvents(id, { sendMessage: on }));
    expect(((await set(false)) as LiveWebhook).events?.get("sendMessage")?.on).toBe(false);
    server.changeDialect({ patchAnswer: "events" });
    expect(((await set(true)) as Map<string, object>).get("sendMessage")).toMatchObject({ on: true });
    server.faults.add({ call: "events", fault: { kind: "body", body: "", status: 204, applied: true } });
    expect(await set(false)).toBeUndefined();
    expect(onlyWebhook(server).events).toMatchObject({ sendMessage: false });
  });

  test("delete deletes", async () => {
    const [server, id] = await serverWithWebhook();
    expect(await call(server, (api) => api.delete(id))).toBe(true);
    expect(server.webhooks()).toEqual([]);
  });
});

describe("absence", () => {
  test("is no webhook on GET, and done on DELETE", async () => {
    const server = await startServer();
    expect(await call(server, (api) => api.get("nope"))).toBeUndefined();
    expect(await call(server, (api) => api.delete("nope"))).toBe(true);
  });

  test.each(["get", "delete", "list"])("is not what a proxy's 404 page says on %s", async (name) => {
    const server = await startServer({
      faults: [{ call: "any", fault: { kind: "status", status: 404, page: "html" } }],
    });
    const work = CALLS.find(([call]) => call === name)?.[1];
    const failure = await failureOf(call(server, (api) => work?.(api, "1") ?? Promise.resolve()));
    expect(failure).toMatchObject({ kind: name === "list" ? "foreign" : "unproven", status: 404 });
  });

  test.each([404, 405] as const)("is no list call where the list answers %i", async (listCall) => {
    const server = await startServer({ dialect: { listCall } });
    expect(await call(server, (api) => api.list())).toBeUndefined();
  });

  test.each(["update", "events", "create"])("is a failure on %s", async (name) => {
    const server = await startServer({
      faults: [{ call: "create", fault: { kind: "status", status: 404 } }],
    });
    const work = CALLS.find(([call]) => call === name)?.[1];
    const failure = await failureOf(call(server, (api) => work?.(api, "nope") ?? Promise.resolve()));
    expect(failure).toMatchObject({ kind: name === "create" ? "refused" : "absent", status: 404 });
  });

  test.each(["get", "delete"])("is not 405 on %s", async (name) => {
    const [server, id] = await serverWithWebhook();
    server.faults.add({ call: "any", fault: { kind: "status", status: 405 } });
    const work = CALLS.find(([call]) => call === name)?.[1];
    const failure = await failureOf(call(server, (api) => work?.(api, id) ?? Promise.resolve()));
    expect(failure).toMatchObject({ kind: "noRoute", status: 405 });
  });
});

describe.each(CALLS)("%s", (name, work) => {
  const attempt = async (fault: Fault | undefined, options = {}) => {
    const [server, id] = await serverWithWebhook();
    if (fault) server.faults.add({ call: name, fault });
    const failure = await failureOf(call(server, (api) => work(api, id), options));
    expect(failure).toBeInstanceOf(CallFailure);
    return { failure: failure as CallFailure, calls: takeCalls(server) };
  };

  test("that is refused carries status, Retry-After and the server's words", async () => {
    const { failure } = await attempt({
      kind: "status",
      status: 400,
      message: ["one", "two"],
      retryAfter: "7",
    });
    expect(failure).toMatchObject({
      kind: "refused",
      status: 400,
      retryAfter: "7",
      serverMessages: ["one", "two"],
    });
    expect(failure.message).toMatch(
      /^[A-Z]+ \/api\/v2\/instance\/shop-01\/webhook.* was answered 400 Bad Request: one; two$/,
    );
    expect(failure.mayHaveBeenApplied).toBe(false);
  });

  test("with a token that the server does not accept is refused", async () => {
    const { failure, calls } = await attempt(undefined, { token: "wrong" });
    expect(failure).toMatchObject({ kind: "refused", status: 401 });
    expect(calls).toEqual([name]);
  });

  test("that fails on the server's side may have been applied; only POST is not sent again", async () => {
    const { failure, calls } = await attempt({ kind: "status", status: 502, page: "html" });
    expect(failure).toMatchObject({ kind: "foreign", status: 502, mayHaveBeenApplied: true });
    expect(calls).toEqual(name === "create" ? [name] : [name, name]);
  });

  test("that gets no answer may have been applied; only POST is not sent again", async () => {
    const { failure, calls } = await attempt({ kind: "reset" });
    expect(failure).toMatchObject({ kind: "noAnswer", status: undefined, mayHaveBeenApplied: true });
    expect(calls).toEqual(name === "create" ? [name] : [name, name]);
  });

  test("that is not JSON is no answer", async () => {
    const { failure } = await attempt({
      kind: "body",
      body: "<html>Welcome</html>",
      contentType: "text/html",
    });
    expect(failure).toMatchObject({ kind: "noAnswer", code: "ERR_NOT_JSON", mayHaveBeenApplied: true });
    expect(failure.message).not.toContain("Welcome");
  });
});

test.each(CALLS.filter(([name]) => name !== "events" && name !== "delete"))(
  "%s that is answered with something else names up to five problems",
  async (name, work) => {
    const [server, id] = await serverWithWebhook();
    for (const body of ['{"name": 5}', "5", "null", ""]) {
      server.faults.set({ call: name, fault: { kind: "body", body } });
      const failure = await failureOf(call(server, (api) => work(api, id)));
      expect(failure).toMatchObject({ kind: "badAnswer", status: 200, mayHaveBeenApplied: true });
      expect((failure as CallFailure).serverMessages.length).toBeLessThanOrEqual(5);
      expect(failure.message).toContain(
        "was answered 200 with something that is not as the API documents it: ",
      );
    }
  },
);

describe("the message of a failure", () => {
  const messageOf = async (name: CallName, fault: Fault, options = {}) => {
    const [server, id] = await serverWithWebhook();
    server.faults.add({ call: name, fault });
    const work = CALLS.find(([call]) => call === name)?.[1];
    return (await failureOf(call(server, (api) => work?.(api, id) ?? Promise.resolve(), options))).message;
  };

  test.each<[CallName, string]>([
    ["list", "GET /api/v2/instance/shop-01/webhook (list webhooks)"],
    ["create", "POST /api/v2/instance/shop-01/webhook (create webhook)"],
    ["get", "GET /api/v2/instance/shop-01/webhook/ID (get webhook)"],
    ["update", "PUT /api/v2/instance/shop-01/webhook/ID (update webhook)"],
    ["events", "PATCH /api/v2/instance/shop-01/webhook/ID/events (define events)"],
    ["delete", "DELETE /api/v2/instance/shop-01/webhook/ID (delete webhook)"],
  ])("names the call (%s)", async (name, words) => {
    const message = await messageOf(name, {
      kind: "body",
      status: 400,
      body: '{"statusCode": 400, "message": "no"}',
    });
    expect(message.replace(/webhook\/[\w-]+/, "webhook/ID")).toBe(
      `${words} was answered 400 Bad Request: no`,
    );
  });

  test("leaves out what the status says already", async () => {
    const body = '{"statusCode": 400, "message": ["Bad Request", "no"], "error": "Bad Request"}';
    expect(await messageOf("get", { kind: "body", status: 400, body })).toMatch(/ 400 Bad Request: no$/);
  });

  test.each([429, 503])("with status %i says for how long the server asks to wait", async (status) => {
    const body = '{"message": "no"}';
    const fault = { kind: "status", status, message: "no", retryAfter: "0" } as const;
    expect(await messageOf("get", fault, { maxRetries: 0 })).toMatch(
      new RegExp(`was answered ${status} [A-Z][\\w ]+ \\(Retry-After: 0\\): no$`),
    );
    expect(await messageOf("get", fault)).toContain(" (2 attempts; Retry-After: 0): no");
    expect(await messageOf("get", { kind: "body", status, body }, { maxRetries: 0 })).not.toContain("(Retry");
  });

  test("with another status does not: nobody waits then", async () => {
    const fault = { kind: "status", status: 400, message: "no", retryAfter: "7" } as const;
    expect(await messageOf("get", fault)).toMatch(/ 400 Bad Request: no$/);
  });

  test("says where a redirect leads, without what may be secret", async () => {
    const location = "https://user:password@other.example/path?key=value";
    expect(await messageOf("get", { kind: "redirect", location, status: 302 })).toMatch(
      / was answered 302 Found to https:\/\/other\.example\/…/,
    );
  });

  test("says where in an answer something is wrong, and no more than five times", async () => {
    const message = await messageOf("list", { kind: "body", body: '[{ "webhookId": "" }, {}]' });
    expect(message).toMatch(
      / as the API documents it: 0\.webhookId: expected a string or an integer; 0\.name: is missing; 0\.url: /,
    );
    expect(message.match(/\d\.\w+: /g)).toHaveLength(5);
  });

  test("says what is wrong with an answer as a whole", async () => {
    expect(await messageOf("list", { kind: "body", body: "5" })).toMatch(
      / as the API documents it: expected a list$/,
    );
  });

  test("does not show the token", async () => {
    const message = await messageOf("get", { kind: "status", status: 400, message: `no ${TOKEN}` });
    expect(message).toMatch(/ 400 Bad Request: no \[secret\]$/);
  });
});

test("an answer with any status from 200 to 299 is good", async () => {
  const [server, id] = await serverWithWebhook();
  const body = JSON.stringify({ ...BODY, webhookId: id });
  for (const status of [200, 299]) {
    server.faults.set({ call: "get", fault: { kind: "body", body, status } });
    expect(await call(server, (api) => api.get(id))).toMatchObject({ webhookId: id });
  }
});

test("a connection that was never made cannot have been applied", async () => {
  const failure = await failureOf(call({ url: "http://127.0.0.1:9" }, (api) => api.create(BODY)));
  expect(failure).toMatchObject({ kind: "noAnswer", code: "ECONNREFUSED", mayHaveBeenApplied: false });
});

test.each(CALLS.filter(([name]) => ["get", "update", "events"].includes(name)))(
  "%s that is answered with another webhook is a bad answer: nothing is taken from it",
  async (name, work) => {
    const [server, id] = await serverWithWebhook();
    const body = JSON.stringify({ ...BODY, webhookId: "another", WebhookEvents: {} });
    server.faults.set({ call: name, fault: { kind: "body", body } });
    const failure = await failureOf(call(server, (api) => work(api, id)));
    expect(failure).toMatchObject({
      kind: "badAnswer",
      serverMessages: ["webhookId: is that of another webhook"],
    });
  },
);

test.each(["", "{}", '"queued"', '{"webhookId": "another"}'])(
  "delete that is answered 200 with %p leaves open whether the webhook is gone",
  async (body) => {
    const [server, id] = await serverWithWebhook();
    server.faults.set({ call: "delete", fault: { kind: "body", body } });
    expect(await call(server, (api) => api.delete(id))).toBe(false);
  },
);
