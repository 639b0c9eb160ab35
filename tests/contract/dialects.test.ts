import { SERVER_VERSIONS, type ServerVersion } from "../../emulator/src";
import { SCHEMA_EVENT_NAMES } from "../../provider/api/events";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

describe("ids on the wire", () => {
  test.each(["string", "integer"] as const)("of type %s are strings in state", async (webhookIds) => {
    const server = await startServer({ dialect: { webhookIds } });
    const webhook = await created(await startRun(server));
    const { webhookId } = onlyWebhook(server);
    expect(typeof webhookId === "number").toBe(webhookIds === "integer");
    expect(webhook.state.id).toBe(String(webhookId));
    expect(webhook.state.outputs.webhookId).toBe(String(webhookId));
    await webhook.refresh(await startRun(server));
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("unchanged");
    await webhook.destroy(await startRun(server));
    expect(server.webhooks()).toEqual([]);
  });
});

describe("stateInstance or statusInstance", () => {
  test.each(["stateInstance", "statusInstance"] as const)(
    "is sent as the PUT answer spells it (%s) and stored as stateInstance",
    async (stateInstanceSpelling) => {
      const server = await startServer({ dialect: { stateInstanceSpelling } });
      for (const [index, name] of ["stateInstance", "statusInstance"].entries()) {
        const args = { ...ORDERS, name: `orders ${index}`, events: [name] };
        const webhook = await created(await startRun(server), args);
        const sent = server.log.entries.at(-1)?.body as object;
        expect(Object.keys(sent).filter((flag) => /^stat/.test(flag))).toEqual([stateInstanceSpelling]);
        expect(sent).toHaveProperty(stateInstanceSpelling, true);
        expect(webhook.state.outputs).toMatchObject({
          events: { stateInstance: true },
          subscribedEvents: ["stateInstance"],
        });
        await webhook.refresh(await startRun(server));
        expect(await webhook.up(await startRun(server), args)).toBe("unchanged");
      }
    },
  );
});

describe("the server's vocabulary", () => {
  test.each(Object.keys(SERVER_VERSIONS) as ServerVersion[])(
    "of version %s is what PATCH sends: its PUT answer says which flags there are",
    async (serverVersion) => {
      const server = await startServer({ serverVersion });
      const webhook = await created(await startRun(server), { ...ORDERS, events: "all" });
      const { vocabulary } = SERVER_VERSIONS[serverVersion];
      expect(Object.keys(server.log.entries.at(-1)?.body as object).sort()).toEqual([...vocabulary].sort());
      expect(webhook.state.outputs.subscribedEvents).toEqual([...vocabulary].sort());
      expect(webhook.state.outputs.events).toEqual({});
    },
  );

  test("with a flag that the catalogue does not know is managed as a whole: switched off with the rest", async () => {
    const server = await startServer({ dialect: { vocabulary: [...SCHEMA_EVENT_NAMES, "flagOfTomorrow"] } });
    await created(await startRun(server));
    expect(onlyWebhook(server).events).toMatchObject({ flagOfTomorrow: false, messagesUpsert: true });
  });

  test("without a declared flag is an error that names it and lists what the server knows (flag refused)", async () => {
    const server = await startServer();
    const { message } = await failureOf(
      created(await startRun(server), { ...ORDERS, events: ["labelEdit"] }),
    );
    expect(message).toContain(
      `this server does not know events.labelEdit; it knows ${[...SCHEMA_EVENT_NAMES].join(", ")} (PATCH `,
    );
    expect(message).toContain("property labelEdit should not exist");
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
    expect(message).toContain("next: take the event out of the declaration, or update the server");
  });

  test("is listed as far as fifty flags", async () => {
    const vocabulary = Array.from({ length: 52 }, (_, index) => `flag${String(index).padStart(2, "0")}`);
    const server = await startServer({ dialect: { vocabulary } });
    const { message } = await failureOf(
      created(await startRun(server), { ...ORDERS, events: ["labelEdit"] }),
    );
    expect(message).toContain("it knows flag00, flag01, ");
    expect(message).toContain(", flag48, flag49 and 2 more");
  });

  test("without a declared flag is the same error where the server ignores the flag without a word", async () => {
    const server = await startServer({ dialect: { unknownFlags: "ignore" } });
    const args = { ...ORDERS, events: { labelEdit: true, callUpsert: false, sendMessage: true } };
    const { message } = await failureOf(created(await startRun(server), args));
    expect(message).toContain(
      "this server does not know events.callUpsert, events.labelEdit; " +
        `it knows ${[...SCHEMA_EVENT_NAMES].join(", ")}\n`,
    );
    expect(server.log.count("get")).toBe(1);
  });

  test("without a declared flag is not the reason of another refusal", async () => {
    const server = await startServer({
      faults: [{ call: "events", fault: { kind: "status", status: 403 } }],
    });
    const { message } = await failureOf(
      created(await startRun(server), { ...ORDERS, events: ["labelEdit"] }),
    );
    expect(message).toContain("(define events) was answered 403 Forbidden");
    expect(message).not.toContain("does not know");
  });

  test("has a declared flag that the PUT answer left out, as soon as a read that lags behind shows it", async () => {
    const server = await startServer({
      serverVersion: "2.2.1",
      dialect: { patchAnswer: "events", readLag: 2 },
    });
    const { webhookId } = server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url });
    const put = { webhookId, name: ORDERS.name, url: ORDERS.url, enabled: true };
    const body = JSON.stringify({ ...put, WebhookEvents: { sendMessage: true } });
    server.faults.add({ call: "update", fault: { kind: "body", body, applied: true } });
    await created(await startRun(server), { ...ORDERS, events: { labelEdit: false } });
    expect(onlyWebhook(server).events).toMatchObject({ labelEdit: false, sendMessage: true });
  });

  test("falls back to the documented schema where the PUT answer has no WebhookEvents", async () => {
    const server = await startServer({ dialect: { answersWithEvents: ["list", "create", "get"] } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });

  test("is read where the PUT answer has none and PATCH refuses a flag of the documented schema", async () => {
    const server = await startServer({
      serverVersion: "2.1.2+calls",
      dialect: { answersWithEvents: ["get"], stateInstanceSpelling: "statusInstance" },
    });
    const args = { ...ORDERS, events: ["stateInstance", "callUpsert"] };
    const webhook = await created(await startRun(server), args);
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events", "get", "events"]);
    expect(webhook.state.outputs.subscribedEvents).toEqual(["callUpsert", "stateInstance"]);
  });

  test("that no answer shows leaves the server's refusal as it is", async () => {
    const server = await startServer({ serverVersion: "2.1.2+calls", dialect: { answersWithEvents: [] } });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("property chatsDelete should not exist");
  });

  test("may turn out larger than the PUT answer showed: a second PATCH settles the rest", async () => {
    const server = await startServer({ serverVersion: "2.2.1" });
    const partial = (webhook: object) => JSON.stringify({ ...webhook, WebhookEvents: { sendMessage: true } });
    const { webhookId } = server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url });
    const put = { name: ORDERS.name, url: ORDERS.url, enabled: true, webhookId };
    server.faults.add({ call: "update", fault: { kind: "body", body: partial(put), applied: true } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "update", "events", "events"]);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });

  test("that nobody shows leaves events unverified, which is an error", async () => {
    const server = await startServer({ dialect: { answersWithEvents: [], patchAnswer: "events" } });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("the server does not show the webhook's events");
    expect(message).toContain("next: check that the server is a CodeChat API v2 that answers WebhookEvents");
  });
});

describe("PATCH that replaces instead of merging", () => {
  test("leaves the flags alone that the declaration leaves alone: they are sent as they were", async () => {
    const server = await startServer({ dialect: { patchMode: "replace" } });
    server.plant(INSTANCE, {
      name: ORDERS.name,
      url: ORDERS.url,
      events: { messagesSet: false, chatsSet: false },
    });
    await created(await startRun(server), { ...ORDERS, events: { sendMessage: false } });
    expect(takeCalls(server)).toEqual(["list", "update", "events", "events"]);
    const off = Object.entries(onlyWebhook(server).events).flatMap(([name, on]) => (on ? [] : [name]));
    expect(off.sort()).toEqual(["chatsSet", "messagesSet", "sendMessage"]);
  });

  test("is noticed also where it answers the events alone and reads lag behind", async () => {
    const server = await startServer({
      dialect: { patchMode: "replace", patchAnswer: "events", readLag: 2 },
    });
    server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url, events: { messagesSet: false } });
    await created(await startRun(server), { ...ORDERS, events: { sendMessage: false } });
    const off = Object.entries(onlyWebhook(server).events).flatMap(([name, on]) => (on ? [] : [name]));
    expect(off.sort()).toEqual(["messagesSet", "sendMessage"]);
  });

  test("is noticed where the PUT answer shows no events: they are looked at before they are set", async () => {
    const server = await startServer({
      dialect: { patchMode: "replace", answersWithEvents: ["get", "list"] },
    });
    server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url, events: { messagesSet: false } });
    await created(await startRun(server), { ...ORDERS, events: { sendMessage: false } });
    expect(takeCalls(server)).toEqual(["list", "update", "get", "events", "events"]);
    const off = Object.entries(onlyWebhook(server).events).flatMap(([name, on]) => (on ? [] : [name]));
    expect(off.sort()).toEqual(["messagesSet", "sendMessage"]);
  });

  test("makes no difference where every flag is managed", async () => {
    const server = await startServer({ dialect: { patchMode: "replace" } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });
});

test.each([{ success: true }, { sendMessage: true, success: true }, { webhookId: "another", enabled: true }])(
  "a PATCH answer that tells too little, %j, leaves it to a read",
  async (answer) => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url });
    const body = JSON.stringify({ ...answer, ...("webhookId" in answer && { webhookId }) });
    server.faults.add({ call: "events", fault: { kind: "body", body, applied: true } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "update", "events", "get"]);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  },
);

test("a declaration that manages no flag sends no PATCH, which a replacing server would take for a reset", async () => {
  const server = await startServer({ dialect: { patchMode: "replace" } });
  server.plant(INSTANCE, { name: ORDERS.name, url: ORDERS.url, events: { messagesSet: false } });
  await created(await startRun(server), { ...ORDERS, events: {} });
  expect(takeCalls(server)).toEqual(["list", "update"]);
  expect(onlyWebhook(server).events).toMatchObject({ messagesSet: false, sendMessage: true });
});

test("PUT always sends all three fields: what is missing may be reset", async () => {
  const server = await startServer({ dialect: { putMissingEnabled: "reset" } });
  const webhook = await created(await startRun(server));
  await webhook.up(await startRun(server), { ...ORDERS, events: ["sendMessage"] });
  const bodies = server.log.entries.flatMap(({ call, body }) => (call === "update" ? [body] : []));
  const whole = { name: "orders", url: ORDERS.url, enabled: true };
  expect(bodies).toEqual([whole, whole]);
  expect(onlyWebhook(server).enabled).toBe(true);
});

describe("a server without the list call", () => {
  test.each([404, 405] as const)("(%i there) gets the webhook without a look first", async (listCall) => {
    const server = await startServer({ dialect: { listCall } });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
    expect(server.webhooks()).toHaveLength(1);
  });

  test.each([400, 401, 403, 410])(
    "is not what %i says: that is an error, and nothing is written",
    async (status) => {
      const server = await startServer({ faults: [{ call: "list", fault: { kind: "status", status } }] });
      const { message } = await failureOf(created(await startRun(server)));
      expect(message).toContain(`(list webhooks) was answered ${status}`);
      expect(takeCalls(server)).toEqual(["list"]);
    },
  );
});
