import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS, PROVIDER_LINE, Resource } from "../support/provider/resource";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

describe("a webhook's life", () => {
  test("create makes it live as declared and returns complete outputs", async () => {
    const server = await startServer();
    const { state } = await created(await startRun(server));
    const live = onlyWebhook(server);
    expect(live).toMatchObject({ name: "orders", url: ORDERS.url, enabled: true });
    expect(eventsOn(live)).toEqual(["connectionUpdate", "messagesUpsert"]);
    expect(state.id).toBe(live.webhookId);
    expect(state.outputs).toEqual({
      __provider: PROVIDER_LINE,
      instanceId: INSTANCE,
      name: "orders",
      url: ORDERS.url,
      enabled: true,
      events: { connectionUpdate: true, messagesUpsert: true },
      otherEvents: "off",
      webhookId: live.webhookId,
      baseUrl: server.url,
      createdAt: live.createdAt,
      subscribedEvents: ["connectionUpdate", "messagesUpsert"],
    });
  });

  test("create takes four requests: list, POST disabled, PUT, PATCH", async () => {
    const server = await startServer();
    await created(await startRun(server));
    expect(server.log.entries[1]?.body).toMatchObject({ enabled: false });
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
  });

  test("an unchanged declaration takes no request at all", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    takeCalls(server);
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("unchanged");
    expect(takeCalls(server)).toEqual([]);
  });

  test("events in another order, or under the alias, are unchanged", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), {
      ...ORDERS,
      events: ["stateInstance", "messagesUpsert"],
    });
    const reordered = { ...ORDERS, events: ["messagesUpsert", "statusInstance"] };
    expect(await webhook.up(await startRun(server), reordered)).toBe("unchanged");
  });

  test.each([
    ["the name", { name: "sales" }],
    ["the url", { url: "https://shop.example/other" }],
    ["enabled", { enabled: false }],
  ])("an update of %s takes two requests, PUT and PATCH, and keeps the id", async (_what, change) => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const { id } = webhook.state;
    takeCalls(server);
    expect(await webhook.up(await startRun(server), { ...ORDERS, ...change })).toBe("updated");
    expect(takeCalls(server)).toEqual(["update", "events"]);
    expect(onlyWebhook(server)).toMatchObject({ webhookId: id, ...change });
    expect(webhook.state.outputs).toMatchObject({ webhookId: id, ...change });
  });

  test("an update of events alone still settles name, url and enabled", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.edit(INSTANCE, webhook.state.id, { name: "changed by hand", enabled: false });
    takeCalls(server);
    await webhook.up(await startRun(server), { ...ORDERS, events: ["sendMessage"] });
    expect(takeCalls(server)).toEqual(["update", "events"]);
    expect(onlyWebhook(server)).toMatchObject({ name: "orders", enabled: true });
    expect(eventsOn(onlyWebhook(server))).toEqual(["sendMessage"]);
  });

  test("a refresh of what is as declared takes one request and changes nothing in state", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const before = webhook.state;
    takeCalls(server);
    expect(await webhook.refresh(await startRun(server))).toBe("there");
    expect(takeCalls(server)).toEqual(["get"]);
    expect(webhook.state).toEqual(before);
  });

  test("destroy takes one request and leaves nothing", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    takeCalls(server);
    await webhook.destroy(await startRun(server));
    expect(takeCalls(server)).toEqual(["delete"]);
    expect(server.webhooks()).toEqual([]);
  });

  test("another instanceId replaces: a new webhook there, the old one deleted", async () => {
    const server = await startServer({ instances: { [INSTANCE]: "token-1", "shop-02": "token-2" } });
    const config = {
      token: undefined,
      tokens: JSON.stringify({ [INSTANCE]: "token-1", "shop-02": "token-2" }),
    };
    const webhook = await created(await startRun(server, config));
    const moved = { ...ORDERS, instanceId: "shop-02" };
    expect(await webhook.up(await startRun(server, config), moved)).toBe("replaced");
    expect(server.webhooks(INSTANCE)).toEqual([]);
    expect(onlyWebhook(server, "shop-02")).toMatchObject({ name: "orders", enabled: true });
  });
});

describe("a webhook that someone else deleted", () => {
  test("is an empty result on refresh, so that the next up creates a new one", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.remove(INSTANCE, webhook.state.id);
    const run = await startRun(server);
    expect(await run.read(webhook.state.id, webhook.state.outputs)).toEqual({});
    expect(await webhook.refresh(run)).toBe("gone");
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("created");
    expect(onlyWebhook(server).name).toBe("orders");
  });

  test("counts as destroyed", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.remove(INSTANCE, webhook.state.id);
    await expect(webhook.destroy(await startRun(server))).resolves.toBeUndefined();
  });

  test("cannot be updated: the error says that it may be gone and how to get a new one", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.remove(INSTANCE, webhook.state.id);
    const update = webhook.up(await startRun(server), { ...ORDERS, name: "sales" });
    await expect(update).rejects.toThrow(
      /PUT .* was answered 404 .*Webhook not found[\s\S]*`pulumi up --refresh`/,
    );
  });
});

test("a resource that is in no state cannot be read: dynamic resources cannot be imported", async () => {
  const run = await startRun(await startServer());
  await expect(run.read("some-id")).rejects.toThrow("webhook some-id cannot be read without its state");
});

test("the engine's preview of a change sends nothing", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server));
  takeCalls(server);
  const diff = await webhook.preview(await startRun(server), { ...ORDERS, name: "sales" });
  expect(diff).toEqual({ changes: true, replaces: [] });
  await failureOf(new Resource().up(await startRun(server), { ...ORDERS, name: "" }));
  expect(takeCalls(server)).toEqual([]);
});
