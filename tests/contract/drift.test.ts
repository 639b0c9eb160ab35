import type { WebhookEdit } from "../../emulator/src";
import { startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

describe("a change by hand", () => {
  test.each<[string, WebhookEdit, object]>([
    ["the name", { name: "by hand" }, { name: "by hand" }],
    ["the url", { url: "https://by.hand" }, { url: "https://by.hand" }],
    ["enabled", { enabled: false }, { enabled: false }],
    [
      "a declared event",
      { events: { messagesUpsert: false } },
      { events: { connectionUpdate: true, messagesUpsert: false }, subscribedEvents: ["connectionUpdate"] },
    ],
    [
      "another event",
      { events: { chatsSet: true } },
      {
        events: { chatsSet: true, connectionUpdate: true, messagesUpsert: true },
        subscribedEvents: ["chatsSet", "connectionUpdate", "messagesUpsert"],
      },
    ],
  ])("of %s is seen by one read, shows as a change, and one update repairs it", async (_what, edit, seen) => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const settled = onlyWebhook(server);
    server.edit(INSTANCE, webhook.state.id, edit);
    takeCalls(server);

    const refresh = await startRun(server);
    await webhook.refresh(refresh);
    expect(takeCalls(server)).toEqual(["get"]);
    expect(webhook.state.outputs).toMatchObject(seen);
    const { subscribedEvents, ...inputs } = seen as { subscribedEvents?: string[] };
    expect(webhook.state.inputs).toMatchObject(inputs);
    expect(await webhook.preview(refresh, ORDERS)).toEqual({ changes: true, replaces: [] });

    expect(await webhook.up(await startRun(server), ORDERS)).toBe("updated");
    expect(takeCalls(server)).toEqual(["update", "events"]);
    expect(onlyWebhook(server)).toEqual({ ...settled, updatedAt: expect.any(String) });
    await webhook.refresh(await startRun(server));
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("unchanged");
  });

  test("of a flag that the declaration leaves alone is no drift", async () => {
    const server = await startServer();
    const args = { ...ORDERS, events: { messagesUpsert: true } };
    const webhook = await created(await startRun(server), args);
    server.edit(INSTANCE, webhook.state.id, { events: { chatsSet: false } });
    await webhook.refresh(await startRun(server));
    expect(webhook.state.outputs.events).toEqual({ messagesUpsert: true });
    expect(await webhook.up(await startRun(server), args)).toBe("unchanged");
    expect(eventsOn(onlyWebhook(server))).not.toContain("chatsSet");
  });

  test("that is not looked for is repaired all the same by an update of anything else", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.edit(INSTANCE, webhook.state.id, { enabled: false, events: { chatsSet: true } });
    await webhook.up(await startRun(server), { ...ORDERS, name: "sales" });
    expect(onlyWebhook(server)).toMatchObject({ name: "sales", enabled: true });
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });
});

describe("a newer version of the server", () => {
  test("that knows one flag more has drifted where every other flag is to be off", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.changeDialect({ vocabulary: [...server.dialect.vocabulary, "labelEdit"] });
    await webhook.refresh(await startRun(server));
    expect(webhook.state.outputs.events).toMatchObject({ labelEdit: true });
    await webhook.up(await startRun(server), ORDERS);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
    expect(webhook.state.outputs.events).toEqual({ connectionUpdate: true, messagesUpsert: true });
  });

  test('that knows one flag more is as declared where "all" are to be on', async () => {
    const server = await startServer();
    const all = { ...ORDERS, events: "all" };
    const webhook = await created(await startRun(server), all);
    server.changeDialect({ vocabulary: [...server.dialect.vocabulary, "labelEdit"] });
    await webhook.refresh(await startRun(server));
    expect(await webhook.up(await startRun(server), all)).toBe("unchanged");
  });

  test("that dropped a declared flag shows as a change, and the update says what the server knows", async () => {
    const server = await startServer({ serverVersion: "2.2.1" });
    const args = { ...ORDERS, events: ["labelEdit", "sendMessage"] };
    const webhook = await created(await startRun(server), args);
    server.changeDialect({ vocabulary: ["sendMessage"] });
    await webhook.refresh(await startRun(server));
    expect(webhook.state.outputs.events).toEqual({ sendMessage: true });
    const update = webhook.up(await startRun(server), args);
    await expect(update).rejects.toThrow("this server does not know events.labelEdit; it knows sendMessage");
  });
});

test("a server that does not show events on GET leaves them as they are in state", async () => {
  const server = await startServer({ dialect: { answersWithEvents: ["create", "update"] } });
  const webhook = await created(await startRun(server));
  const before = webhook.state;
  await webhook.refresh(await startRun(server));
  expect(webhook.state).toEqual(before);
});

test("a change of who manages the other flags is an update, and settles them", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server));
  for (const [otherEvents, on] of [
    ["leave", false],
    ["on", true],
    ["off", false],
  ] as const) {
    expect(await webhook.up(await startRun(server), { ...ORDERS, otherEvents })).toBe("updated");
    expect(onlyWebhook(server).events).toMatchObject({ messagesUpsert: true, chatsSet: on });
  }
});
