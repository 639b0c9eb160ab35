import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { recordingClock } from "../support/server/clock";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

describe("the answer of PATCH", () => {
  test.each([
    ["the whole webhook: it verifies what was done", { patchAnswer: "webhook" }, []],
    ["the events alone: one GET more", { patchAnswer: "events" }, ["get"]],
    ["with another 2xx status", { patchStatus: 202 }, []],
  ] as const)("may be %s", async (_what, dialect, more) => {
    const server = await startServer({ dialect });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events", ...more]);
  });

  test.each([
    ["204 and empty", { kind: "body", body: "", status: 204, applied: true }],
    ["a text", { kind: "body", body: '"OK"', applied: true }],
  ] as const)("may be %s: one GET more", async (_what, fault) => {
    const server = await startServer({ faults: [{ call: "events", fault }] });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events", "get"]);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });

  test("may be the webhook without its events: one GET more", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url });
    const body = JSON.stringify({ webhookId, name: ORDERS.name, url: ORDERS.url, enabled: true });
    server.faults.add({ call: "events", fault: { kind: "body", body, applied: true } });
    const webhook = await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "update", "events", "get"]);
    expect(webhook.state.outputs.subscribedEvents).toEqual(["connectionUpdate", "messagesUpsert"]);
  });
});

describe("a server that refuses a second webhook with the same url", () => {
  test.each([400, 409] as const)(
    "(%i) is quoted, and the existing webhook's id is named",
    async (duplicateUrl) => {
      const server = await startServer({ dialect: { duplicateUrl } });
      const { webhookId } = server.plant(INSTANCE, { name: "older", url: ORDERS.url });
      const { message } = await failureOf(created(await startRun(server)));
      expect(message).toContain("A webhook with this url already exists in the instance");
      expect(message).toContain(`the instance already has a webhook with this url: ${webhookId} ("older")`);
      expect(message).toContain("next: take it over with webhookId, or choose another url");
    },
  );

  test("is quoted with the id on an update, too", async () => {
    const server = await startServer({ dialect: { duplicateUrl: 409 } });
    const { webhookId } = server.plant(INSTANCE, { name: "older", url: "https://taken.example" });
    const webhook = await created(await startRun(server));
    const { message } = await failureOf(
      webhook.up(await startRun(server), { ...ORDERS, url: "https://taken.example" }),
    );
    expect(message).toContain(`${webhookId} ("older")`);
  });

  test("is not taken for the reason of a refusal where no other webhook has the url", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.plant(INSTANCE, { name: "other", url: "https://other.example" });
    server.faults.add({ call: "update", fault: { kind: "status", status: 400, message: "not today" } });
    const { message } = await failureOf(webhook.up(await startRun(server), { ...ORDERS, name: "sales" }));
    expect(message).toContain("was answered 400 Bad Request: not today\n");
  });

  test("is not taken for the reason of a refusal with another status", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.plant(INSTANCE, { name: "older", url: ORDERS.url });
    server.faults.add({ call: "update", fault: { kind: "status", status: 422, message: "not today" } });
    takeCalls(server);
    const { message } = await failureOf(webhook.up(await startRun(server), { ...ORDERS, name: "sales" }));
    expect(message).toContain("was answered 422 Unprocessable Entity: not today\n");
    expect(takeCalls(server)).toEqual(["update"]);
  });

  test("is quoted with every id that has the url", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const [first, second] = ["first", "second"].map((name) =>
      server.plant(INSTANCE, { name, url: ORDERS.url }),
    );
    server.faults.add({ call: "update", fault: { kind: "status", status: 409, message: "taken" } });
    const { message } = await failureOf(webhook.up(await startRun(server), { ...ORDERS, name: "sales" }));
    expect(message).toContain(
      `with this url: ${first?.webhookId} ("first"), ${second?.webhookId} ("second")\n`,
    );
  });

  test("is quoted without an id where the list of webhooks is refused", async () => {
    const server = await startServer({ dialect: { duplicateUrl: 409 } });
    server.plant(INSTANCE, { name: "older", url: "https://taken.example" });
    const webhook = await created(await startRun(server));
    server.faults.add({ call: "list", fault: { kind: "status", status: 403 } });
    const { message } = await failureOf(
      webhook.up(await startRun(server), { ...ORDERS, url: "https://taken.example" }),
    );
    expect(message).toContain("A webhook with this url already exists in the instance\n");
    expect(message).not.toContain("list webhooks");
  });

  test("is quoted without an id where the refusal has another reason or nobody can tell", async () => {
    const server = await startServer({ dialect: { duplicateUrl: 409, listCall: 404 } });
    server.plant(INSTANCE, { name: "older", url: ORDERS.url });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("A webhook with this url already exists in the instance");
    expect(message).not.toContain("older");
  });
});

describe("the server's messages", () => {
  test.each(["array", "string"] as const)(
    "are all shown, be they a list or one text (%s)",
    async (errorMessage) => {
      const fault = {
        kind: "status",
        status: 400,
        message: ["first complaint", "second complaint"],
      } as const;
      const server = await startServer({ dialect: { errorMessage }, faults: [{ call: "create", fault }] });
      const { message } = await failureOf(created(await startRun(server)));
      expect(message).toContain("was answered 400 Bad Request: first complaint; second complaint");
    },
  );
});

describe("reads that lag behind writes", () => {
  test("are read again until they agree", async () => {
    const server = await startServer({ dialect: { readLag: 4, patchAnswer: "events" } });
    const webhook = await created(await startRun(server));
    expect(takeCalls(server)).toEqual([
      "list",
      "create",
      "update",
      "events",
      "get",
      "get",
      "get",
      "get",
      "get",
    ]);
    expect(webhook.state.outputs.subscribedEvents).toEqual(["connectionUpdate", "messagesUpsert"]);
  });

  test("are read again at once, then after waits that grow up to two seconds", async () => {
    const server = await startServer({ dialect: { readLag: 8, patchAnswer: "events" } });
    const clock = recordingClock();
    await created(await startRun(server, {}, { clock }));
    expect(clock.waits).toEqual([0, 100, 200, 400, 800, 1600, 2000, 2000, 2000]);
  });

  test("for ever end at the deadline, and each property is named with its declared and live value", async () => {
    const { server, clock } = await startTimedServer();
    const webhook = await created(await startRun(server, {}, { clock }));
    const stale = JSON.stringify({ ...onlyWebhook(server), WebhookEvents: onlyWebhook(server).events });
    server.changeDialect({ patchAnswer: "events" });
    server.faults.add({ call: "get", fault: { kind: "body", body: stale } });
    const args = { ...ORDERS, name: "sales", url: "https://shop.example/new", enabled: false, events: [] };
    const { message } = await failureOf(
      webhook.up(await startRun(server, { timeoutSeconds: "30" }, { clock }), args),
    );
    expect(message).toContain(
      [
        "the server accepted the update, but after 30 s it still shows something else: " +
          'name is declared "sales" but is "orders"',
        "url is declared https://shop.example/… but is another: https://shop.example/…",
        "enabled is declared false but is true",
        "events.connectionUpdate is declared false but is true",
        "events.messagesUpsert is declared false but is true",
      ].join("; "),
    );
    expect(message).toContain(
      "next: run `pulumi up` again; where it stays so, the server ignores these properties or someone else writes them",
    );
    expect(server.log.count("get")).toBeGreaterThan(3);
  });

  test("that leave a flag out are told as that", async () => {
    const { server, clock } = await startTimedServer();
    const webhook = await created(await startRun(server, {}, { clock }));
    const { messagesUpsert: _, ...events } = onlyWebhook(server).events;
    const shown = JSON.stringify({ ...onlyWebhook(server), WebhookEvents: events });
    server.changeDialect({ patchAnswer: "events" });
    server.faults.add({ call: "get", fault: { kind: "body", body: shown } });
    const args = { ...ORDERS, events: { messagesUpsert: false } };
    const { message } = await failureOf(
      webhook.up(await startRun(server, { timeoutSeconds: "30" }, { clock }), args),
    );
    expect(message).toContain("events.messagesUpsert is declared false but is not shown by the server\n");
  });

  test("that never come are told as no answer", async () => {
    const { server, clock } = await startTimedServer({
      dialect: { patchAnswer: "events" },
      faults: [{ call: "get", fault: { kind: "hang" } }],
    });
    const { message } = await failureOf(created(await startRun(server, { timeoutSeconds: "30" }, { clock })));
    expect(message).toContain("(get webhook) got no usable answer");
    expect(message).toContain("no answer within the operation's limit of 30 s");
  });

  test("by not knowing a webhook that was just written are read again", async () => {
    const server = await startServer({ dialect: { patchAnswer: "events" } });
    server.faults.add(
      { call: "get", nth: { from: 1, count: 2 }, fault: { kind: "status", status: 404 } },
      { call: "list", nth: { from: 2, count: 2 }, fault: { kind: "body", body: "[]" } },
    );
    await created(await startRun(server));
    const reads = ["get", "list", "get", "list", "get"];
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events", ...reads]);
  });

  test("by not knowing a webhook that the list has are as good as the list", async () => {
    const server = await startServer({ dialect: { patchAnswer: "events" } });
    server.faults.add({ call: "get", fault: { kind: "status", status: 404 } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events", "get", "list"]);
  });

  test("and a webhook that disappears meanwhile cannot be told apart: the deadline decides", async () => {
    const { server, clock } = await startTimedServer({
      dialect: { patchAnswer: "events" },
      faults: [
        { call: "get", fault: { kind: "status", status: 404 } },
        { call: "list", nth: { from: 2 }, fault: { kind: "body", body: "[]" } },
      ],
    });
    const { message } = await failureOf(created(await startRun(server, { timeoutSeconds: "30" }, { clock })));
    expect(message).toContain(
      "the server accepted the update, but after 30 s it still does not show the webhook",
    );
    expect(message).toContain("next: run `pulumi up` again; where someone deleted it, `pulumi up --refresh`");
  });
});
