import type { FaultRule } from "../../emulator/src";
import { createdFleet, fleetOf, startFleetRun, startFleetServer } from "../support/provider/fleet";
import { type Config, failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { INSTANCE, onlyWebhook, startServer, takeCalls } from "../support/server/server";

const DROP: Config = { deleteUnreachable: "true", maxRetries: "0" };
const KEEP: Config = { maxRetries: "0" };
const gone = (statusCode: number, message: string): FaultRule => ({
  call: "any",
  fault: { kind: "status", status: statusCode, message },
});

/** What an instance answers that cannot be reached, or does not let us in. */
const UNREACHABLE: readonly [string, FaultRule][] = [
  ["no connection", { call: "any", fault: { kind: "reset" } }],
  ["401", gone(401, "Unauthorized")],
  ["403", gone(403, "Forbidden")],
  ["an instance that is not there", gone(404, "Instance not found")],
];
const OTHERWISE: readonly [string, FaultRule][] = [
  ["500", gone(500, "broken")],
  ["429", gone(429, "slow down")],
  ["a gateway's 404", { call: "any", fault: { kind: "body", status: 404, body: "404 page not found\n" } }],
  ["a server without this API", gone(404, "Cannot GET /api/v2/instance/shop-01/webhook")],
  [
    "a page that says 200",
    { call: "any", fault: { kind: "body", body: "<html></html>", contentType: "text/html" } },
  ],
  ["a pause that is too long", { call: "any", fault: { kind: "status", status: 429, retryAfter: 86_400 } }],
  ["a page", { call: "any", fault: { kind: "status", status: 502, page: "html" } }],
];

async function webhookBehind(rule: FaultRule) {
  const server = await startServer();
  const lines: string[] = [];
  const webhook = await created(await startRun(server));
  server.faults.set(rule);
  takeCalls(server);
  return { server, webhook, lines };
}

describe("a webhook that cannot be reached", () => {
  test.each(UNREACHABLE)("is dropped from state with codechat:deleteUnreachable: %s", async (_what, rule) => {
    const { server, webhook, lines } = await webhookBehind(rule);
    const { id } = webhook.state;
    await webhook.destroy(await startRun(server, DROP, { log: (line) => lines.push(line) }));
    expect(webhook.kept).toBeUndefined();
    expect(lines).toEqual([
      expect.stringMatching(
        `^warning: webhook "orders" of instance ${INSTANCE} \\(webhook ${id}\\) was dropped from state, and was not deleted`,
      ),
    ]);
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test.each(UNREACHABLE)("stays in state without it, and the error names it: %s", async (_what, rule) => {
    const { server, webhook } = await webhookBehind(rule);
    const { message } = await failureOf(webhook.destroy(await startRun(server, KEEP)));
    expect(message).toContain("CODECHAT_DELETE_UNREACHABLE=true");
    expect(message).toContain("pulumi state delete");
    expect(webhook.kept).toBeDefined();
  });

  test.each(UNREACHABLE)("is named in the error of a refresh, too: %s", async (_what, rule) => {
    const { server, webhook } = await webhookBehind(rule);
    const { message } = await failureOf(webhook.refresh(await startRun(server, KEEP)));
    expect(message).toContain("CODECHAT_DELETE_UNREACHABLE=true");
  });

  test("is dropped where no token is configured any more, and kept where the configuration is wrong", async () => {
    const { server, webhook } = await webhookBehind(gone(500, "unused"));
    const wrong = await startRun(server, { ...DROP, token: undefined, timeoutSeconds: "soon" });
    await failureOf(webhook.destroy(wrong));
    await webhook.destroy(await startRun(server, { ...DROP, token: undefined }, { log: () => undefined }));
    expect(takeCalls(server)).toEqual([]);
    expect(webhook.kept).toBeUndefined();
  });

  test("needs neither server nor token where it is retained", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, onDestroy: "retain" });
    takeCalls(server);
    await webhook.destroy(await startRun(server, { token: undefined, baseUrl: undefined }));
    expect(takeCalls(server)).toEqual([]);
  });
});

test.each(OTHERWISE)(
  "a webhook of which nothing is known stays in state all the same: %s",
  async (_what, rule) => {
    const { server, webhook } = await webhookBehind(rule);
    await failureOf(webhook.destroy(await startRun(server, DROP)));
    expect(webhook.kept).toBeDefined();
    expect(onlyWebhook(server).enabled).toBe(true);
  },
);

test("a webhook whose server said 503 until the limit stays in state, too", async () => {
  const { server, webhook } = await webhookBehind({
    call: "any",
    fault: { kind: "status", status: 503, retryAfter: 2 },
  });
  const config = { deleteUnreachable: "true", maxRetries: "100", timeoutSeconds: "9" };
  await failureOf(webhook.destroy(await startRun(server, config)));
  expect(webhook.kept).toBeDefined();
});

describe("a fleet's members that cannot be reached", () => {
  const IDS = ["shop-1", "shop-2", "shop-3"];

  test.each(UNREACHABLE)("are dropped when they leave: %s", async (_what, rule) => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    server.faults.set({ ...rule, instanceId: "shop-3" });
    await failureOf(fleet.up(await startFleetRun(server, KEEP), fleetOf(["shop-1", "shop-2"])));
    expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual(IDS);
    const run = await startFleetRun(server, DROP);
    await fleet.up(run, fleetOf(["shop-1", "shop-2"]));
    expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual(["shop-1", "shop-2"]);
    expect(run.lines).toContainEqual(expect.stringContaining("of instance shop-3 (webhook "));
  });

  test("are dropped by a destroy, the others deleted", async () => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    server.faults.set({ ...gone(401, "Unauthorized"), instanceId: "shop-3" });
    await failureOf(fleet.destroy(await startFleetRun(server, KEEP)));
    await fleet.destroy(await startFleetRun(server, DROP));
    expect(server.webhooks().map(({ instanceId }) => instanceId)).toEqual(["shop-3"]);
  });

  test("leave without a request or a token where they are retained", async () => {
    const server = await startFleetServer(IDS);
    const retained = (ids: readonly string[]) => fleetOf(ids, { onDestroy: "retain" });
    const fleet = await createdFleet(await startFleetRun(server), retained(IDS));
    server.log.reset();
    server.faults.set({ ...gone(401, "Unauthorized"), instanceId: "shop-3" });
    await fleet.up(await startFleetRun(server, KEEP), retained(["shop-1", "shop-2"]));
    expect(server.log.entries).toEqual([]);
    expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual(["shop-1", "shop-2"]);
  });
});
