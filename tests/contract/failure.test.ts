import { startEmulator } from "../../emulator/src";
import { InitializationFailure } from "../../provider/webhook/failure";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS, PROVIDER_LINE, Resource } from "../support/provider/resource";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

describe("a failure after the webhook exists", () => {
  test.each(["update", "events"] as const)(
    "(%s refused) carries its id, complete properties and the reason",
    async (call) => {
      const server = await startServer({ faults: [{ call, fault: { kind: "status", status: 403 } }] });
      const failure = await failureOf(created(await startRun(server)));
      const { webhookId } = onlyWebhook(server);
      expect(failure).toBeInstanceOf(InitializationFailure);
      expect(failure).toMatchObject({
        id: webhookId,
        properties: {
          __provider: PROVIDER_LINE,
          instanceId: INSTANCE,
          name: "orders",
          url: ORDERS.url,
          enabled: true,
          events: { connectionUpdate: true, messagesUpsert: true },
          otherEvents: "off",
          webhookId,
          baseUrl: server.url,
          subscribedEvents: [],
        },
        reasons: [failure.message],
      });
      expect(failure.message).toContain("now: the webhook is in state but may not be as declared");
    },
  );

  test("is finished by the next up, and can be refreshed and destroyed before that", async () => {
    const server = await startServer({
      faults: [{ call: "events", nth: 1, fault: { kind: "status", status: 403 } }],
    });
    const webhook = new Resource();
    await failureOf(webhook.up(await startRun(server), ORDERS));
    expect(webhook.state).toMatchObject({ unfinished: true, id: onlyWebhook(server).webhookId });
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("updated");
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
    expect(webhook.state.unfinished).toBe(false);

    server.faults.set({ call: "update", fault: { kind: "status", status: 403 } });
    await failureOf(webhook.up(await startRun(server), { ...ORDERS, name: "sales" }));
    expect(webhook.state).toMatchObject({ unfinished: true, outputs: { name: "sales" } });
    await webhook.refresh(await startRun(server));
    expect(webhook.state.outputs).toMatchObject({ name: "orders", __provider: PROVIDER_LINE });
    await webhook.destroy(await startRun(server));
    expect(server.webhooks()).toEqual([]);
  });
});

describe("an error", () => {
  test("says operation, instance, webhook, call, status, the server's words, what is true and what to do", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const { id } = webhook.state;
    server.faults.add({
      call: "events",
      fault: { kind: "status", status: 422, message: ["no more events today"] },
    });
    const { message } = await failureOf(webhook.up(await startRun(server), { ...ORDERS, name: "sales" }));
    expect(message.split("\n")).toEqual([
      `could not update webhook "sales" of instance shop-01 (webhook ${id}): ` +
        `PATCH /api/v2/instance/shop-01/webhook/${id}/events (define events) was answered 422 Unprocessable Entity: ` +
        "no more events today",
      "now: the webhook is in state but may not be as declared; the next `pulumi up` settles it",
      "next: change the declaration as the server's words say, then run `pulumi up` again",
    ]);
  });

  test.each([
    ["401", { kind: "status", status: 401 }, /next: give this instance's own token/],
    ["403", { kind: "status", status: 403 }, /next: give this instance's own token/],
    ["429", { kind: "status", status: 429 }, /next: wait and run .*codechat:maxConcurrency/],
    [
      "500",
      { kind: "status", status: 500 },
      /\(get webhook\) was answered 500 .*\n.*\nnext: .*once the server is well/,
    ],
    [
      "a proxy's page",
      { kind: "status", status: 502, page: "html" },
      /502 Bad Gateway by something that is not the CodeChat API v2 \(an HTML page\) \(2 attempts\)\nnow/,
    ],
    [
      "an empty error",
      { kind: "body", status: 503, body: "" },
      /was answered 503 Service Unavailable by something that is not .* \(an empty body\) \(2 attempts\)\nnow/,
    ],
    [
      "an error without message",
      { kind: "body", status: 418, body: '{"error":"Teapot"}' },
      /418 I'm a Teapot by something that is not .* \(JSON of another form\): Teapot\n/,
    ],
    [
      "an error of nothing",
      { kind: "body", status: 599, body: "{}" },
      /was answered 599 by something that is not .* \(JSON of another form\) \(2 attempts\)\nnow/,
    ],
    [
      "no JSON",
      { kind: "body", body: "<html>" },
      /got no usable answer \(2 attempts\): .*status 200 that is not JSON/,
    ],
    [
      "other JSON",
      { kind: "body", body: '{"webhookId":{}}' },
      /200 with something that is not as the API documents it: webhookId: expected a string or an integer; name: /,
    ],
    [
      "a reset",
      { kind: "reset" },
      /got no usable answer \(2 attempts\): .*\n.*\nnext: check codechat:baseUrl \(http:\/\/127\.0\.0\.1:\d+\) and the network/,
    ],
    [
      "too much",
      { kind: "huge", bytes: 6_000_000 },
      /got no usable answer: an answer larger than 5242880 bytes\n.*\nnext: .*not a proxy's page/,
    ],
  ] as const)("after %s says what to do", async (_what, fault, words) => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.faults.add({ call: "get", fault });
    const { message } = await failureOf(webhook.refresh(await startRun(server, { maxRetries: "1" })));
    expect(message).toMatch(words);
    expect(message).toMatch(/^could not read webhook "orders" of instance shop-01 \(webhook /);
    expect(message).toContain("now: nothing was changed, neither live nor in state");
  });

  test("of a server that is not there says to check the network", async () => {
    const server = await startEmulator();
    await server.close();
    const { message, name } = await failureOf(created(await startRun(server, { maxRetries: "1" })));
    // Any other failure would tell the engine that there is a webhook.
    expect(name).toBe("OperationFailure");
    expect(message).toMatch(
      /^could not create webhook "orders" of instance shop-01: GET .* \(list webhooks\) got no usable answer \(2 attempts\): .*ECONNREFUSED/,
    );
    expect(message).toMatch(/next: check codechat:baseUrl \(http:\/\/[^)]+\) and the network/);
  });

  test("of a host that does not exist comes at once, without another attempt", async () => {
    const { message } = await failureOf(created(await startRun({ url: "http://no-such-host.invalid" })));
    expect(message).toMatch(/got no usable answer: .*(ENOTFOUND|EAI_AGAIN)/);
  });

  test("of a server that does not speak TLS says so", async () => {
    const { url } = await startServer();
    const run = await startRun({ url: url.replace("http:", "https:") });
    const { message } = await failureOf(created(run));
    expect(message).toContain("next: the server's certificate is not trusted or it does not speak TLS");
  });
});

describe("a call that is idempotent", () => {
  test.each(["list", "update", "events"] as const)("is tried again until it succeeds (%s)", async (call) => {
    const server = await startServer({
      faults: [
        { call, nth: 1, fault: { kind: "reset", applied: call !== "list" } },
        { call, nth: 2, fault: { kind: "status", status: 503 } },
        { call, nth: 3, fault: { kind: "cut" } },
      ],
    });
    await created(await startRun(server));
    expect(server.log.count(call)).toBe(4);
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("is a DELETE: one that was applied all the same is done", async () => {
    const server = await startServer({
      faults: [{ call: "delete", nth: 1, fault: { kind: "reset", applied: true } }],
    });
    const webhook = await created(await startRun(server));
    takeCalls(server);
    await webhook.destroy(await startRun(server));
    expect(takeCalls(server)).toEqual(["delete", "delete", "list"]);
  });

  test("is given up after codechat:maxRetries", async () => {
    const server = await startServer({ faults: [{ call: "list", fault: { kind: "status", status: 500 } }] });
    await failureOf(created(await startRun(server)));
    expect(takeCalls(server)).toHaveLength(6);
    await failureOf(created(await startRun(server, { maxRetries: "0" })));
    expect(takeCalls(server)).toHaveLength(1);
  });
});
