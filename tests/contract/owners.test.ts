import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

describe("two resources of one run", () => {
  test("never own one live webhook: the second declaration is refused", async () => {
    const server = await startServer();
    const run = await startRun(server);
    const first = await created(run, ORDERS, "first");
    takeCalls(server);
    await expect(created(run, ORDERS, "second")).rejects.toThrow(
      /^Webhook "second" and Webhook "first" declare the same live webhook: instance shop-01, same name and url/,
    );
    expect(takeCalls(server)).toEqual([]);
    expect(onlyWebhook(server).webhookId).toBe(first.state.id);
  });

  test("never own one live webhook, even where both take it over by its id", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { name: "orders", url: ORDERS.url });
    const run = await startRun(server);
    await created(run, { ...ORDERS, webhookId });
    const { message } = await failureOf(created(run, { ...ORDERS, name: "sales", webhookId }));
    expect(message).toContain("already belongs to another resource");
    expect(onlyWebhook(server).name).toBe("orders");
  });

  test("may have the same name and url on two instances", async () => {
    const server = await startServer({ instances: { [INSTANCE]: "t", "shop-02": "t" } });
    const run = await startRun(server, { token: "t" });
    await created(run);
    await created(run, { ...ORDERS, instanceId: "shop-02" });
    expect(server.webhooks()).toHaveLength(2);
  });

  test("may share a name, or a url", async () => {
    const server = await startServer();
    const run = await startRun(server);
    await created(run);
    await created(run, { ...ORDERS, name: "sales" });
    await created(run, { ...ORDERS, url: "https://other.example" });
    expect(server.webhooks()).toHaveLength(3);
  });
});

describe("a resource that is renamed in the program", () => {
  test("keeps the live webhook: the new one adopts it, and the delete of the old one sends nothing", async () => {
    const server = await startServer();
    const before = await created(await startRun(server));
    const live = onlyWebhook(server);
    takeCalls(server);
    const run = await startRun(server);
    const after = await created(run);
    await before.destroy(run);
    expect(takeCalls(server)).toEqual(["list", "update", "events"]);
    expect(after.state.id).toBe(live.webhookId);
    expect(onlyWebhook(server)).toEqual({ ...live, updatedAt: expect.any(String) });
  });

  test("keeps it also where settling it failed half-way", async () => {
    const server = await startServer();
    const before = await created(await startRun(server));
    server.faults.add({ call: "events", fault: { kind: "status", status: 403 } });
    const run = await startRun(server);
    await failureOf(created(run));
    await before.destroy(run);
    expect(server.webhooks()).toHaveLength(1);
  });

  test("keeps it for the new one, where that could not look for it yet", async () => {
    const server = await startServer();
    const before = await created(await startRun(server));
    const { webhookId } = onlyWebhook(server);
    server.faults.add({ call: "list", nth: 1, fault: { kind: "status", status: 403 } });
    const run = await startRun(server);
    await failureOf(created(run, ORDERS, "after"));
    await before.destroy(run);
    const again = await created(await startRun(server), ORDERS, "after");
    expect(again.state.id).toBe(webhookId);
    expect(server.webhooks()).toHaveLength(1);
  });
});

test("of two resources that have one live webhook in state, the second one gets another", async () => {
  const server = await startServer();
  const old = await created(await startRun(server));
  const renamed = await created(await startRun(server));
  const run = await startRun(server);
  expect(await renamed.preview(run, ORDERS)).toEqual({ changes: false, replaces: [] });
  expect(await old.preview(run, { ...ORDERS, name: "sales" })).toEqual({
    changes: true,
    replaces: ["webhookId"],
  });
});

describe("a webhook that a resource in state goes on with", () => {
  test("is not taken over by another one, by its id", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const run = await startRun(server);
    expect(await old.up(run, ORDERS)).toBe("unchanged");
    takeCalls(server);
    const { message } = await failureOf(created(run, { ...ORDERS, name: "sales", webhookId: old.state.id }));
    expect(message).toContain(`webhook ${old.state.id} already belongs to another resource of this run`);
    expect(takeCalls(server)).toEqual([]);
  });

  test("may be taken over where the program does not declare that one any more", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const run = await startRun(server);
    // A refresh compares what is in state, before the program has said anything.
    await run.diff(old.state.id, old.state.outputs, old.state.inputs);
    const taken = await created(run, { ...ORDERS, name: "sales", webhookId: old.state.id });
    await old.destroy(run);
    expect(onlyWebhook(server)).toMatchObject({ webhookId: taken.state.id, name: "sales" });
  });

  test("is that of the first who asks: the other one gets another", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const run = await startRun(server);
    const fresh = await created(run);
    expect(await old.up(run, { ...ORDERS, name: "sales" })).toBe("replaced");
    expect(fresh.state.id).not.toBe(old.state.id);
    expect(server.webhooks().map(({ webhookId, name }) => [webhookId, name])).toEqual([
      [fresh.state.id, "orders"],
      [old.state.id, "sales"],
    ]);
  });

  test("stays that of a resource which is replaced although nothing changed, also with adopt: false", async () => {
    const server = await startServer();
    const args = { ...ORDERS, adopt: false };
    const old = await created(await startRun(server), args);
    const run = await startRun(server);
    expect(await old.up(run, args)).toBe("unchanged");
    const replacement = await created(run, args, old.name);
    expect(replacement.state.id).toBe(old.state.id);
    await old.destroy(run);
    expect(server.webhooks()).toHaveLength(1);
  });
});

describe("names that are passed on", () => {
  test("a new resource does not adopt a webhook that its own resource is about to rename", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const run = await startRun(server);
    // As the engine does it: the diff of the one, then the create of the other, then the update.
    await old.preview(run, { ...ORDERS, name: "sales" });
    const fresh = await created(run);
    await old.up(run, { ...ORDERS, name: "sales" });
    expect(fresh.state.id).not.toBe(old.state.id);
    expect(server.webhooks().map(({ webhookId, name }) => [webhookId, name])).toEqual([
      [old.state.id, "sales"],
      [fresh.state.id, "orders"],
    ]);
  });

  test("two resources may swap their names", async () => {
    const server = await startServer();
    const first = await startRun(server);
    const [orders, sales] = [await created(first), await created(first, { ...ORDERS, name: "sales" })];
    const second = await startRun(server);
    expect(await orders.up(second, { ...ORDERS, name: "sales" })).toBe("updated");
    expect(await sales.up(second, ORDERS)).toBe("updated");
    expect(server.webhooks().map(({ webhookId, name }) => [webhookId, name])).toEqual([
      [orders.state.id, "sales"],
      [sales.state.id, "orders"],
    ]);
  });
});

test("a place that is declared once more while its webhook is looked for is given to nobody", async () => {
  const server = await startServer();
  const { webhookId } = server.plant(INSTANCE, { name: "orders", url: ORDERS.url });
  const old = await created(await startRun(server), { ...ORDERS, webhookId });
  const before = onlyWebhook(server);
  server.faults.add({ call: "list", fault: { kind: "slow", milliseconds: 50, applied: true } });
  const run = await startRun(server);
  const fresh = created(run, { ...ORDERS, events: "all" }, "second");
  const refused = failureOf(old.up(run, ORDERS));
  expect((await failureOf(fresh)).message).toContain("declare the same live webhook");
  expect((await refused).message).toContain("declare the same live webhook");
  expect(onlyWebhook(server)).toEqual(before);
});
