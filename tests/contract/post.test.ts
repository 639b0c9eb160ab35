import type { Fault, FaultRule } from "../../emulator/src";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { recordingClock } from "../support/server/clock";
import { INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

const once = (fault: Fault): FaultRule => ({ call: "create", nth: 1, fault });

describe("a POST that got no clear answer is looked for before it is sent again", () => {
  test.each<[string, Fault]>([
    ["applied, then reset", { kind: "reset", applied: true }],
    ["applied, then 500", { kind: "status", status: 500, applied: true }],
    ["applied, then a proxy's 504 page", { kind: "status", status: 504, page: "html", applied: true }],
    ["applied, then 408", { kind: "status", status: 408, applied: true }],
    ["applied, and its answer cut in the middle", { kind: "cut" }],
    ["applied, and its answer cut between chunks", { kind: "cut", framing: "chunked" }],
    ["applied, and answered with no JSON", { kind: "body", body: "<html>", status: 201, applied: true }],
    [
      "applied, and answered with something else",
      { kind: "body", body: '{"ok":true}', status: 201, applied: true },
    ],
    ["applied, and answered with too much", { kind: "huge", bytes: 5 * 1024 * 1024 + 1, applied: true }],
  ])("%s: the webhook is found and settled", async (_what, fault) => {
    const server = await startServer({ faults: [once(fault)] });
    const webhook = await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "list", "update", "events"]);
    expect(onlyWebhook(server)).toMatchObject({ webhookId: webhook.state.id, enabled: true });
  });

  test.each<[string, Fault]>([
    ["reset before it was applied", { kind: "reset" }],
    ["500 before it was applied", { kind: "status", status: 500 }],
    ["503 with Retry-After", { kind: "status", status: 503, retryAfter: 1 }],
  ])("%s: nothing is found, so it is sent again", async (_what, fault) => {
    const server = await startServer({ faults: [once(fault)] });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual([
      ...["list", "create", "list", "list", "list", "create"],
      // Once more, for a double of which the looks showed nothing.
      ...["list", "update", "events"],
    ]);
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("waits longer before each look, and once more before it is sent again", async () => {
    const server = await startServer({ faults: [once({ kind: "reset" })] });
    const clock = recordingClock();
    await created(await startRun(server, {}, { clock }));
    expect(clock.waits).toEqual([100, 200, 400, 100]);
  });

  test("applied, but not shown until it was sent again: the double is deleted", async () => {
    const lagging: Fault = { kind: "dialect", dialect: { readLag: 3 } };
    const server = await startServer({
      faults: [once({ kind: "status", status: 500, applied: true }), once(lagging)],
    });
    const webhook = await created(await startRun(server));
    expect(takeCalls(server)).toEqual([
      ...["list", "create", "list", "list", "list", "create"],
      ...["list", "delete", "update", "events"],
    ]);
    expect(onlyWebhook(server)).toMatchObject({ webhookId: webhook.state.id, enabled: true });
  });

  test.each<[string, Fault]>([
    ["no answer in time", { kind: "slow", milliseconds: 8_000 }],
    ["a proxy's 504 page", { kind: "status", status: 504, page: "html" }],
    ["a 408", { kind: "status", status: 408 }],
  ])(
    "%s: it may still be under way, so it is looked for as long as an attempt may take",
    async (_what, fault) => {
      const { server, clock } = await startTimedServer({ faults: [once(fault)] });
      const run = await startRun(server, { timeoutSeconds: "20" }, { clock });
      const webhook = await created(run);
      expect(server.log.count("list")).toBeGreaterThan(5);
      expect(onlyWebhook(server)).toMatchObject({ webhookId: webhook.state.id, enabled: true });
    },
  );

  test("and the deadline that passes meanwhile is told as that of the POST", async () => {
    const { server, clock } = await startTimedServer({
      faults: [once({ kind: "reset" }), { call: "list", nth: { from: 2 }, fault: { kind: "hang" } }],
    });
    const run = await startRun(server, { timeoutSeconds: "20" }, { clock });
    const { message } = await failureOf(created(run));
    expect(message).toContain("POST /api/v2/instance/shop-01/webhook (create webhook) got no usable answer");
    expect(message).toContain("now: nothing new is in state");
  });

  test("and that the deadline ended is not looked for any more", async () => {
    // Three attempts of a quarter of the time each leave the POST less than an attempt has.
    const lists = [1, 2, 3].map((nth): FaultRule => ({ call: "list", nth, fault: { kind: "hang" } }));
    const { server, clock } = await startTimedServer({ faults: [...lists, once({ kind: "hang" })] });
    const { message } = await failureOf(created(await startRun(server, { timeoutSeconds: "20" }, { clock })));
    expect(takeCalls(server)).toEqual(["list", "list", "list", "list", "create"]);
    expect(message).toContain(
      "(create webhook) got no usable answer: no answer within the operation's limit of 20 s",
    );
  });

  test("is looked for, and not sent again, where no retries are wanted", async () => {
    const server = await startServer({ faults: [once({ kind: "reset" })] });
    const { message } = await failureOf(created(await startRun(server, { maxRetries: "0" })));
    expect(takeCalls(server)).toEqual(["list", "create", "list", "list", "list"]);
    expect(message).toContain("(create webhook) got no usable answer");
  });

  test("never takes the webhook that another resource is about to rename for its own", async () => {
    const server = await startServer();
    const old = await created(await startRun(server));
    const run = await startRun(server);
    await old.preview(run, { ...ORDERS, name: "sales" });
    server.faults.add({ call: "create", fault: { kind: "reset", applied: true } });
    const fresh = await created(run);
    expect(fresh.state.id).not.toBe(old.state.id);
    expect(server.webhooks()).toHaveLength(2);
  });

  test("never takes a twin that was there before for its own", async () => {
    const server = await startServer();
    const { webhookId } = server.plant(INSTANCE, { name: "orders", url: "https://other.example" });
    server.faults.add(once({ kind: "reset", applied: true }));
    const webhook = await created(await startRun(server));
    expect(webhook.state.id).not.toBe(webhookId);
    expect(server.webhooks()).toHaveLength(2);
  });
});

describe("a POST that was certainly not applied", () => {
  test("because the server asks to wait is sent again without a look", async () => {
    const fault: Fault = { kind: "status", status: 429, retryAfter: 2 };
    const server = await startServer({ faults: [once(fault)] });
    await created(await startRun(server));
    expect(takeCalls(server)).toEqual(["list", "create", "create", "update", "events"]);
  });

  test("because the server refuses it is not sent again", async () => {
    const fault: Fault = { kind: "status", status: 400, message: ["name is reserved"] };
    const server = await startServer({ faults: [once(fault)] });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain(
      "POST /api/v2/instance/shop-01/webhook (create webhook) was answered 400 Bad Request",
    );
    expect(message).toContain("name is reserved");
    expect(message).toContain("next: change the declaration as the server's words say");
    expect(takeCalls(server)).toEqual(["list", "create"]);
  });

  test("is given up after maxRetries, and state has nothing", async () => {
    const server = await startServer({
      faults: [{ call: "create", fault: { kind: "status", status: 429 } }],
    });
    const { message } = await failureOf(created(await startRun(server, { maxRetries: "2" })));
    expect(takeCalls(server)).toEqual(["list", "create", "create", "create"]);
    expect(message).toContain("now: nothing new is in state; the next `pulumi up` looks for a webhook");
    expect(message).toContain("next: wait and run");
  });

  test("is given up where the server asks to wait longer than the operation may take", async () => {
    const fault: Fault = { kind: "status", status: 429, retryAfter: 3600 };
    const { server, clock } = await startTimedServer({ faults: [{ call: "create", fault }] });
    const { message } = await failureOf(created(await startRun(server, { timeoutSeconds: "60" }, { clock })));
    expect(takeCalls(server)).toEqual(["list", "create"]);
    expect(message).toContain("was answered 429 Too Many Requests");
  });
});

describe("a POST on a server without the list call that got no clear answer", () => {
  test("is not repeated: the error says to look", async () => {
    const server = await startServer({
      dialect: { listCall: 404 },
      faults: [once({ kind: "reset", applied: true })],
    });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain(
      "whether it was created is open, and this server has no call that lists webhooks",
    );
    expect(message).toContain(
      "next: look on the server: where the webhook exists, declare its id as webhookId",
    );
    expect(server.log.count("create")).toBe(1);
  });
});

test("whatever went wrong with the first create, the same up again ends with exactly one webhook", async () => {
  const faults: Fault[] = [
    { kind: "reset", applied: true },
    { kind: "status", status: 500, applied: true },
    { kind: "cut" },
  ];
  for (const fault of faults) {
    const server = await startServer({ faults: [{ call: "create", fault }] });
    server.faults.add({ call: "list", nth: { from: 2 }, fault: { kind: "status", status: 403 } });
    await failureOf(created(await startRun(server)));
    server.faults.clear();
    await created(await startRun(server), ORDERS);
    expect(onlyWebhook(server).enabled).toBe(true);
  }
});
