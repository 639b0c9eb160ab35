import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

const BY_HAND = { name: ORDERS.name, url: ORDERS.url };

describe("destroy", () => {
  test.each([
    ["deletes, by default", {}, ["delete"], 0],
    ["deletes, where it says so", { onDestroy: "delete" }, ["delete"], 0],
    ["disables and keeps", { onDestroy: "disable" }, ["update"], 1],
    ["keeps and sends nothing", { onDestroy: "retain" }, [], 1],
  ])("%s", async (_what, onDestroy, calls, left) => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, ...onDestroy });
    takeCalls(server);
    await webhook.destroy(await startRun(server));
    expect(takeCalls(server)).toEqual(calls);
    expect(server.webhooks()).toHaveLength(left);
    expect(server.webhooks().filter(({ enabled }) => enabled)).toHaveLength(calls.length === 0 ? 1 : 0);
  });

  test.each([
    ["keeps, by default", {}, 1],
    ["deletes, where it says so", { onDestroy: "delete" }, 0],
  ])("of what was taken over %s", async (_what, onDestroy, left) => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, BY_HAND);
    const webhook = await created(await startRun(server), { ...ORDERS, webhookId, ...onDestroy });
    await webhook.refresh(await startRun(server));
    await webhook.destroy(await startRun(server));
    expect(server.webhooks()).toHaveLength(left);
  });

  test("of what is kept needs no configuration", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "retain" });
    await webhook.destroy(await startRun(server, { token: undefined }));
    expect(server.webhooks()).toHaveLength(1);
  });

  test("takes a webhook that is gone as done, also where it was to be disabled", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "disable" });
    server.remove(INSTANCE, webhook.state.id);
    await expect(webhook.destroy(await startRun(server))).resolves.toBeUndefined();
  });

  test("is not done where a proxy says 404 with a page", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "disable" });
    server.faults.add({ call: "update", fault: { kind: "status", status: 404, page: "html" } });
    const { message } = await failureOf(webhook.destroy(await startRun(server)));
    expect(message).toContain("(update webhook) was answered 404");
  });

  test("disables what an update left with another url than the one that was refused", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "disable" });
    server.faults.add({ call: "update", nth: { from: 1, count: 2 }, fault: { kind: "status", status: 400 } });
    const refused = { ...ORDERS, url: "https://shop.example/taken", onDestroy: "disable" };
    await failureOf(webhook.up(await startRun(server), refused));
    takeCalls(server);
    await webhook.destroy(await startRun(server));
    expect(takeCalls(server)).toEqual(["update", "get", "update"]);
    expect(onlyWebhook(server)).toMatchObject({ url: ORDERS.url, enabled: false });
  });

  test("is not done where disabling is refused for another reason", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "disable" });
    takeCalls(server);
    server.faults.add({ call: "update", fault: { kind: "status", status: 400, message: "not today" } });
    const { message } = await failureOf(webhook.destroy(await startRun(server)));
    expect(message).toContain("was answered 400 Bad Request: not today");
    expect(takeCalls(server)).toEqual(["update", "get"]);
  });

  test("that is to disable says nothing but that: name and url stay", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "disable" });
    await webhook.destroy(await startRun(server));
    expect(server.log.entries.at(-1)?.body).toEqual({ name: ORDERS.name, url: ORDERS.url, enabled: false });
  });

  test.each([
    ["delete", "DELETE"],
    ["disable", "PUT"],
  ])("that the server refuses is an error: the webhook is still in state (%s)", async (onDestroy, method) => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy });
    server.faults.add({ call: "any", fault: { kind: "status", status: 403 } });
    const { message } = await failureOf(webhook.destroy(await startRun(server)));
    expect(message).toMatch(/^could not delete webhook "orders" of instance shop-01 \(webhook /);
    expect(message).toContain(`: ${method} /api/v2/instance/shop-01/webhook/${webhook.state.id}`);
    expect(message).toContain("now: the webhook is still in state");
  });

  test("reads until the webhook is gone where the server's answer leaves that open", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.changeDialect({ readLag: 2 });
    server.faults.add({ call: "delete", fault: { kind: "body", body: "{}", status: 202, applied: true } });
    takeCalls(server);
    await webhook.destroy(await startRun(server));
    expect(takeCalls(server)).toEqual(["delete", "get", "get", "get", "list"]);
  });

  test("that the server accepts and does not carry out is an error at the deadline", async () => {
    const { server, clock } = await startTimedServer();
    const webhook = await created(await startRun(server, {}, { clock }));
    server.faults.add({ call: "delete", fault: { kind: "body", body: "{}", status: 202 } });
    const { message } = await failureOf(
      webhook.destroy(await startRun(server, { timeoutSeconds: "20" }, { clock })),
    );
    expect(message).toContain("did not refuse the delete, but after 20 s it still shows the webhook");
    expect(message).toContain(
      "next: run `pulumi destroy` or `pulumi up` again; where it stays so, delete the webhook on the server",
    );
    expect(message).toContain("now: the webhook is still in state");
  });

  test("that nobody can tell of before the deadline is no answer", async () => {
    const { server, clock } = await startTimedServer();
    const webhook = await created(await startRun(server, {}, { clock }));
    server.faults.add({ call: "delete", fault: { kind: "body", body: "{}", status: 202 } });
    server.faults.add({ call: "get", fault: { kind: "hang" } });
    const run = await startRun(server, { timeoutSeconds: "20" }, { clock });
    const { message } = await failureOf(webhook.destroy(run));
    expect(message).toContain("(get webhook) got no usable answer");
  });

  test("that nobody can tell of after a first look is an error", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.faults.add({ call: "delete", fault: { kind: "body", body: "{}", status: 202 } });
    server.faults.add({ call: "get", nth: 2, fault: { kind: "status", status: 403 } });
    const { message } = await failureOf(webhook.destroy(await startRun(server)));
    expect(message).toContain("(get webhook) was answered 403");
  });

  test("that cannot be verified is an error", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.faults.add({ call: "delete", fault: { kind: "body", body: "{}", status: 202 } });
    server.faults.add({ call: "get", fault: { kind: "status", status: 403 } });
    const { message } = await failureOf(webhook.destroy(await startRun(server)));
    expect(message).toContain("(get webhook) was answered 403");
  });
});

describe("the delete of a resource whose webhook another one goes on with", () => {
  test("settles it for that one in a later run: the one that renamed it may have been killed", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const renamed = await created(await startRun(server));
    const run = await startRun(server);
    expect(await renamed.up(run, ORDERS)).toBe("unchanged");
    takeCalls(server);
    await old.destroy(run);
    expect(takeCalls(server)).toEqual(["update", "events"]);
    expect(onlyWebhook(server).webhookId).toBe(renamed.state.id);
  });
});
