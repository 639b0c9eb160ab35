import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { eventsOn, INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

const BY_HAND = { name: ORDERS.name, url: ORDERS.url };

describe("a webhook with this name and url that is already there", () => {
  test("is settled instead of a second one: list, PUT, PATCH", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { ...BY_HAND, events: { sendMessage: true } });
    const webhook = await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "update", "events"]);
    expect(webhook.state.id).toBe(webhookId);
    expect(onlyWebhook(server).enabled).toBe(true);
    expect(eventsOn(onlyWebhook(server))).toEqual(["connectionUpdate", "messagesUpsert"]);
  });

  test("is not taken where its name or its url differs", async () => {
    const server = await startServer();
    server.plant(INSTANCE, { ...BY_HAND, name: "Orders" });
    server.plant(INSTANCE, { ...BY_HAND, url: `${ORDERS.url}/` });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
    expect(server.webhooks()).toHaveLength(3);
  });

  test("twice is an error with their ids, and nothing is written", async () => {
    const server = await startServer();
    const ids = [server.plant(INSTANCE, BY_HAND), server.plant(INSTANCE, BY_HAND)].map(
      ({ webhookId }) => webhookId,
    );
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain(
      `instance ${INSTANCE} has 2 webhooks "orders" with this url: ${ids.join(", ")}`,
    );
    expect(message).toContain("next: choose one with webhookId");
    expect(takeCalls(server)).toEqual(["list"]);
  });

  test("with adopt: false is an error with its id, and nothing is written", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, BY_HAND);
    const { message } = await failureOf(created(await startRun(server), { ...ORDERS, adopt: false }));
    expect(message).toContain(`already has a webhook "orders" with this url: ${webhookId}; adopt is false`);
    expect(message).toContain(`webhookId: "${webhookId}"`);
    expect(takeCalls(server)).toEqual(["list"]);
  });

  test("with adopt: false and none there, one is created", async () => {
    const server = await startServer();
    await created(await startRun(server), { ...ORDERS, adopt: false });
    expect(takeCalls(server)).toEqual(["list", "create", "update", "events"]);
  });

  test("is deleted on destroy like any other: it may be our own, from a run that was killed", async () => {
    const server = await startServer();
    server.plant(INSTANCE, BY_HAND);
    const webhook = await created(await startRun(server));
    await webhook.destroy(await startRun(server));
    expect(server.webhooks()).toEqual([]);
  });
});

describe("takeover by webhookId", () => {
  test("settles that webhook in three requests, whatever its name and url were: GET, PUT, PATCH", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { name: "other", url: "https://other.example" });
    const webhook = await created(await startRun(server), { ...ORDERS, webhookId });
    expect(takeCalls(server)).toEqual(["get", "update", "events"]);
    expect(webhook.state.id).toBe(webhookId);
    expect(onlyWebhook(server)).toMatchObject({ name: "orders", url: ORDERS.url, enabled: true });
  });

  test("chooses among twins", async () => {
    const server = await startServer();
    server.plant(INSTANCE, BY_HAND);
    const { webhookId } = server.plant(INSTANCE, BY_HAND);
    const webhook = await created(await startRun(server), { ...ORDERS, webhookId });
    expect(webhook.state.id).toBe(webhookId);
    expect(server.webhooks().map(({ enabled }) => enabled)).toEqual([false, true]);
  });

  test("of one that does not exist is an error, and nothing is written", async () => {
    const server = await startServer();
    const { message } = await failureOf(created(await startRun(server), { ...ORDERS, webhookId: "nope" }));
    expect(message).toContain(`instance ${INSTANCE} has no webhook nope, so there is nothing to take over`);
    expect(message).toContain("next: correct webhookId, or leave it out");
    expect(takeCalls(server)).toEqual(["get", "list"]);
  });

  test("of another one later replaces, and keeps the first one", async () => {
    const server = await startServer();
    const [first, second] = [server.plant(INSTANCE, BY_HAND), server.plant(INSTANCE, BY_HAND)];
    const webhook = await created(await startRun(server), { ...ORDERS, webhookId: first.webhookId });
    const other = { ...ORDERS, webhookId: second.webhookId };
    expect(await webhook.up(await startRun(server), other)).toBe("replaced");
    expect(webhook.state.id).toBe(second.webhookId);
    expect(server.webhooks()).toHaveLength(2);
  });

  test("of the webhook that the resource has anyway is no replacement; it is kept on destroy from then on", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const pinned = { ...ORDERS, webhookId: webhook.state.id };
    expect(await webhook.up(await startRun(server), pinned)).toBe("updated");
    expect(await webhook.up(await startRun(server), pinned)).toBe("unchanged");
    await webhook.destroy(await startRun(server));
    expect(server.webhooks()).toHaveLength(1);
  });
});
