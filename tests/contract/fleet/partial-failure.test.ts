import type { CallName } from "../../../emulator/src";
import {
  countCalls,
  createdFleet,
  Fleet,
  fleetOf,
  liveByInstance,
  shops,
  startFleetRun,
  startFleetServer,
  touchedInstances,
} from "../../support/provider/fleet";
import { failureOf } from "../../support/provider/provider";
import { fastClock } from "../../support/server/clock";
import { onlyWebhook, TOKEN } from "../../support/server/server";

const IDS = shops(5);
const FAILING = [IDS[1] ?? "", IDS[3] ?? ""];
const OTHERS = IDS.filter((id) => !FAILING.includes(id));

/** A server that refuses this call on {@link FAILING}. */
async function serverRefusing(call?: CallName) {
  const server = await startFleetServer(IDS);
  if (call) refuse(server, call);
  return server;
}

type Server = Awaited<ReturnType<typeof serverRefusing>>;

function refuse(server: Server, call: CallName) {
  for (const instanceId of FAILING) {
    server.faults.add({ call, instanceId, fault: { kind: "status", status: 400, message: "not today" } });
  }
}

/** The next run, after the server got well: what it touched. */
async function nextUp(server: Server, fleet: Fleet, args = fleetOf(IDS)): Promise<Record<string, number>> {
  server.faults.clear();
  touchedInstances(server);
  await fleet.up(await startFleetRun(server), args);
  const instances = new Set(server.log.entries.map(({ instanceId }) => instanceId));
  expect([...instances].sort()).toEqual(FAILING);
  return countCalls(server);
}

async function expectSettled(server: Server, fleet: Fleet, args = fleetOf(IDS)): Promise<void> {
  expect(await fleet.up(await startFleetRun(server), args)).toBe("unchanged");
  expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual(
    Object.keys(liveByInstance(server)).sort(),
  );
}

describe("where some members cannot be created", () => {
  test.each<[CallName, number, Record<string, number>]>([
    ["list", 3, { list: 2, create: 2, update: 2, events: 2 }],
    ["create", 3, { list: 2, create: 2, update: 2, events: 2 }],
    ["update", 5, { update: 2, events: 2 }],
    ["events", 5, { update: 2, events: 2 }],
  ])("at %s, the others are; the next up works on those alone", async (call, live, calls) => {
    const server = await serverRefusing(call);
    const fleet = new Fleet();
    const { message } = await failureOf(fleet.up(await startFleetRun(server), fleetOf(IDS)));
    expect(message).toContain('could not create fleet "orders": 2 of 5 members failed');
    for (const id of FAILING)
      expect(message).toMatch(new RegExp(`^ {2}${id}: .*400 Bad Request: not today$`, "m"));
    for (const id of OTHERS) expect(message).not.toContain(id);
    expect(server.webhooks()).toHaveLength(live);
    expect(Object.keys(fleet.state.outputs.instances).sort()).toEqual(OTHERS);
    expect(Object.keys(fleet.state.outputs.webhookIds)).toHaveLength(live);
    expect(await nextUp(server, fleet)).toEqual(calls);
    await expectSettled(server, fleet);
  });

  test("and none at all, state has no fleet", async () => {
    const server = await startFleetServer(IDS, {
      faults: [{ call: "list", fault: { kind: "status", status: 403 } }],
    });
    const fleet = new Fleet();
    const { message } = await failureOf(fleet.up(await startFleetRun(server), fleetOf(IDS)));
    expect(message).toContain("5 of 5 members failed");
    expect(message).toContain("now: nothing new is in state");
    expect(fleet.kept).toBeUndefined();
  });

  test("the error's reasons are what the engine prints, and its properties what it keeps", async () => {
    const server = await serverRefusing("events");
    const error = await failureOf(new Fleet().up(await startFleetRun(server), fleetOf(IDS)));
    expect(error).toMatchObject({
      id: expect.any(String),
      reasons: [error.message],
      properties: { __provider: expect.any(String), name: "orders", baseUrl: server.url },
    });
    expect(error.message).toContain("now: state knows every member that has a webhook");
    expect(error.message.match(/^next: /gm)).toHaveLength(1);
  });
});

describe("where some members cannot be updated", () => {
  test.each<CallName>(["update", "events"])("at %s, the next up works on those alone", async (call) => {
    const server = await serverRefusing();
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    refuse(server, call);
    const changed = fleetOf(IDS, { events: ["chatsSet"] });
    const { message } = await failureOf(fleet.up(await startFleetRun(server), changed));
    expect(message).toContain("could not update fleet");
    expect(message).toContain("2 of 5 members failed");
    for (const id of OTHERS) expect(onlyWebhook(server, id).events).toMatchObject({ chatsSet: true });
    expect(await nextUp(server, fleet, changed)).toEqual({ update: 2, events: 2 });
    for (const id of FAILING) expect(onlyWebhook(server, id).events).toMatchObject({ chatsSet: true });
    await expectSettled(server, fleet, changed);
  });

  test("the next up also brings them back where the change was taken back", async () => {
    const server = await serverRefusing();
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    refuse(server, "events");
    await failureOf(fleet.up(await startFleetRun(server), fleetOf(IDS, { enabled: false })));
    server.faults.clear();
    await fleet.up(await startFleetRun(server), fleetOf(IDS));
    expect(server.webhooks().map(({ enabled }) => enabled)).toEqual(IDS.map(() => true));
  });

  test("because they are gone, the next up creates them anew", async () => {
    const server = await serverRefusing();
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    for (const id of FAILING) server.remove(id, onlyWebhook(server, id).webhookId);
    const changed = fleetOf(IDS, { enabled: false });
    const { message } = await failureOf(fleet.up(await startFleetRun(server), changed));
    expect(message).toContain("was answered 404 Not Found: Webhook not found");
    expect(await nextUp(server, fleet, changed)).toEqual({
      list: 4,
      create: 2,
      update: 4,
      events: 2,
    });
    await expectSettled(server, fleet, changed);
  });
});

describe("where some members cannot be destroyed", () => {
  const fewer = fleetOf(OTHERS);

  test("that were taken out, the next up works on those alone", async () => {
    const server = await serverRefusing("delete");
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    await failureOf(fleet.up(await startFleetRun(server), fewer));
    expect(server.webhooks()).toHaveLength(5);
    expect(await nextUp(server, fleet, fewer)).toEqual({ delete: 2 });
    await expectSettled(server, fleet, fewer);
  });

  test("that were taken out and are put in again, they are settled again, whatever became of them", async () => {
    const server = await serverRefusing("delete");
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    await failureOf(fleet.up(await startFleetRun(server), fewer));
    const [gone = "", there = ""] = FAILING;
    server.remove(gone, onlyWebhook(server, gone).webhookId);
    const { [there]: before } = liveByInstance(server);
    await nextUp(server, fleet);
    expect(liveByInstance(server)[there]).toBe(before);
    await expectSettled(server, fleet);
  });

  test("a refresh meanwhile keeps them in mind", async () => {
    const server = await serverRefusing("delete");
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    await failureOf(fleet.up(await startFleetRun(server), fewer));
    await fleet.refresh(await startFleetRun(server));
    expect(await nextUp(server, fleet, fewer)).toEqual({ delete: 2 });
    await expectSettled(server, fleet, fewer);
  });

  test("because they cannot be disabled, their own name and url are kept in the end", async () => {
    const server = await serverRefusing();
    const own = Object.fromEntries(FAILING.map((id) => [id, { name: "own", url: "https://own.example/" }]));
    const all = { ...Object.fromEntries(OTHERS.map((id) => [id, {}])), ...own };
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(all, { onDestroy: "disable" }));
    refuse(server, "update");
    const disabling = fleetOf(OTHERS, { onDestroy: "disable" });
    await failureOf(fleet.up(await startFleetRun(server), disabling));
    expect(JSON.stringify(fleet.state.outputs)).not.toContain("own.example");
    expect(await nextUp(server, fleet, disabling)).toEqual({ get: 2, update: 2 });
    for (const id of FAILING) {
      expect(onlyWebhook(server, id)).toMatchObject({
        name: "own",
        url: "https://own.example/",
        enabled: false,
      });
    }
    expect(await fleet.up(await startFleetRun(server), disabling)).toBe("unchanged");
  });

  test("that had tokens of their own, the next up still has them", async () => {
    const server = await serverRefusing("delete");
    server.register({ [FAILING[0] ?? ""]: "own-token" });
    const tokens = { [FAILING[0] ?? ""]: "own-token" };
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS, { tokens }));
    const without = fleetOf(OTHERS, { tokens: {} });
    await failureOf(fleet.up(await startFleetRun(server), without));
    expect(await nextUp(server, fleet, without)).toEqual({ delete: 2 });
    expect(fleet.state.outputs.tokens).toEqual({});
    expect(await fleet.up(await startFleetRun(server), without)).toBe("unchanged");
  });

  test("with the token that they were declared with, one in codechat:tokens counts", async () => {
    const server = await startFleetServer(IDS);
    const [leaving = ""] = FAILING;
    const declared = Object.fromEntries(IDS.map((id) => [id, TOKEN]));
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS, { tokens: declared }));
    server.register({ [leaving]: "a-new-token" });
    const { [leaving]: _, ...tokens } = declared;
    const without = fleetOf(Object.keys(tokens), { tokens });
    const { message } = await failureOf(fleet.up(await startFleetRun(server), without));
    expect(message).toContain("401");
    const config = { tokens: JSON.stringify({ [leaving]: "a-new-token" }) };
    await fleet.up(await startFleetRun(server, config), without);
    expect(server.webhooks(leaving)).toEqual([]);
  });

  test("with the fleet's token, the one counts that it is declared with now", async () => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS, { token: TOKEN }));
    server.register(Object.fromEntries(IDS.map((id) => [id, "a-new-token"])));
    await fleet.up(await startFleetRun(server), fleetOf(OTHERS, { token: "a-new-token" }));
    expect(server.webhooks()).toHaveLength(OTHERS.length);
  });

  test("of a fleet that goes altogether, the next destroy goes on", async () => {
    const server = await serverRefusing("delete");
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    const { message } = await failureOf(fleet.destroy(await startFleetRun(server)));
    expect(message).toContain('could not delete fleet "orders": 2 of 5 members failed');
    expect(message).toContain("now: all members are still in state");
    expect(server.webhooks().map(({ instanceId }) => instanceId)).toEqual(FAILING);
    server.faults.clear();
    await fleet.destroy(await startFleetRun(server));
    expect(server.webhooks()).toEqual([]);
  });
});

test("a refresh that fails for some members changes nothing", async () => {
  const server = await serverRefusing("get");
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
  const before = fleet.state;
  const { message } = await failureOf(fleet.refresh(await startFleetRun(server)));
  expect(message).toContain('could not read fleet "orders": 2 of 5 members failed');
  expect(fleet.state).toEqual(before);
});

test("a preview says which members an earlier run left, since nothing else shows them", async () => {
  const server = await serverRefusing("events");
  const fleet = new Fleet();
  await failureOf(fleet.up(await startFleetRun(server), fleetOf(IDS)));
  const run = await startFleetRun(server);
  expect(await fleet.changes(run, fleetOf(IDS))).toBe(true);
  expect(run.lines).toEqual([`fleet "orders": left from the last run: ${FAILING.join(", ")}`]);
});

test("long work says how it goes, with the failures", async () => {
  const server = await serverRefusing("events");
  // Every look at the clock finds ten seconds gone.
  let now = 0;
  const clock = { ...fastClock(), monotonicMs: () => (now += 10_000) };
  const run = await startFleetRun(server, {}, { clock });
  await failureOf(new Fleet().up(run, fleetOf(IDS)));
  expect(run.lines[0]).toMatch(/^fleet "orders": create: 1\/5 done/);
  expect(run.lines.at(-1)).toMatch(/^fleet "orders": create: [34]\/5 done, [12] failed/);
});

test("of more than twenty failures, twenty are shown and the rest is counted by cause", async () => {
  const ids = shops(50);
  const server = await startFleetServer(ids);
  for (const [index, instanceId] of ids.slice(0, 30).entries()) {
    const status = index % 2 === 0 ? 403 : 400;
    server.faults.add({ call: "events", instanceId, fault: { kind: "status", status, message: "no" } });
  }
  const { message } = await failureOf(new Fleet().up(await startFleetRun(server), fleetOf(ids)));
  expect(message).toContain("30 of 50 members failed");
  expect(message.match(/^ {2}shop-/gm)).toHaveLength(20);
  expect(message).toContain("and 10 more; all 30 by cause:");
  expect(message).toContain("15 × define events: 403 (no)");
  expect(message).toContain("15 × define events: 400 (no)");
});
