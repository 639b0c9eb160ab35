import type { Emulator } from "../../emulator/src";
import {
  countCalls,
  createdFleet,
  Fleet,
  fleetOf,
  liveByInstance,
  shops,
  startFleetRun,
  startFleetServer,
} from "../support/provider/fleet";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { INSTANCE } from "../support/server/server";

const THREE = shops(3);
const [FIRST = "", SECOND = "", THIRD = ""] = THREE;

/** Two servers of the same instances, of which the second has no webhooks. */
function startTwo(instanceIds: readonly string[]): Promise<Emulator[]> {
  return Promise.all([startFleetServer(instanceIds), startFleetServer(instanceIds)]);
}

describe("a webhook whose configured server does not have it", () => {
  async function notMoved() {
    const [from, to] = (await startTwo([INSTANCE])) as [Emulator, Emulator];
    const webhook = await created(await startRun(from));
    const { kept } = webhook;
    const { message } = await failureOf(webhook.up(await startRun(to), ORDERS));
    expect(message).toContain("was answered 404 Not Found");
    expect(message).toContain(`now: the webhook is in state as it was, on ${from.url}; the next`);
    expect(message).toContain(`looks for it on ${to.url} again`);
    expect(webhook.kept).toEqual(kept);
    return { from, to, webhook };
  }

  test("stays in state where it is, and the next up asks the configured one again", async () => {
    const { from, to, webhook } = await notMoved();
    expect(await webhook.refresh(await startRun(to))).toBe("there");
    await failureOf(webhook.up(await startRun(to), ORDERS));
    expect(to.webhooks()).toEqual([]);
    expect(await webhook.up(await startRun(from), ORDERS)).toBe("unchanged");
  });

  test("is destroyed where it is", async () => {
    const { from, to, webhook } = await notMoved();
    await webhook.destroy(await startRun(to));
    expect(from.webhooks()).toEqual([]);
  });

  test("has moved as soon as PUT is answered there, whatever becomes of the rest", async () => {
    const server = await startFleetServer([INSTANCE]);
    const webhook = await created(await startRun(server));
    const elsewhere = { url: server.url.replace("127.0.0.1", "localhost") };
    server.faults.add({ call: "events", fault: { kind: "status", status: 403 } });
    const { message } = await failureOf(webhook.up(await startRun(elsewhere), ORDERS));
    expect(message).toContain("now: the webhook is in state but may not be as declared");
    expect(webhook.state).toMatchObject({ unfinished: true, outputs: { baseUrl: elsewhere.url } });
  });
});

describe("a fleet whose configured server does not have its webhooks", () => {
  async function notMoved(fleetArgs = fleetOf(THREE)) {
    const [from, to] = (await startTwo(THREE)) as [Emulator, Emulator];
    const fleet = await createdFleet(await startFleetRun(from), fleetOf(THREE));
    const { message } = await failureOf(fleet.up(await startFleetRun(to), fleetArgs));
    expect(message).toContain("was answered 404 Not Found");
    return { from, to, fleet };
  }

  test("creates none there, in this run or any other, and reads them where they are", async () => {
    const { from, to, fleet } = await notMoved();
    countCalls(from);
    await fleet.refresh(await startFleetRun(to));
    expect(countCalls(from)).toEqual({ get: 3 });
    await failureOf(fleet.up(await startFleetRun(to), fleetOf(THREE)));
    expect(to.webhooks()).toEqual([]);
    expect(from.webhooks()).toHaveLength(3);
  });

  test("says in its inputs which they are, once refreshed", async () => {
    const { from, to, fleet } = await notMoved();
    await fleet.refresh(await startFleetRun(to));
    expect(fleet.state.inputs.instances).toEqual(
      Object.fromEntries(THREE.map((id) => [id, { baseUrl: from.url }])),
    );
  });

  test("is settled where it was once that is configured again", async () => {
    const { from, fleet } = await notMoved();
    const before = liveByInstance(from);
    await fleet.up(await startFleetRun(from), fleetOf(THREE));
    expect(liveByInstance(from)).toEqual(before);
    expect(fleet.state.outputs.instances).toEqual({ [FIRST]: {}, [SECOND]: {}, [THIRD]: {} });
    expect(await fleet.up(await startFleetRun(from), fleetOf(THREE))).toBe("unchanged");
  });

  test("is destroyed where it is", async () => {
    const { from, to, fleet } = await notMoved();
    await fleet.destroy(await startFleetRun(to));
    expect(from.webhooks()).toEqual([]);
  });

  test("goes on where some members came along", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    const elsewhere = { url: server.url.replace("127.0.0.1", "localhost") };
    server.faults.add({ call: "update", instanceId: SECOND, fault: { kind: "status", status: 403 } });
    await failureOf(fleet.up(await startFleetRun(elsewhere), fleetOf(THREE)));
    expect(fleet.state.outputs.instances).toEqual({
      [FIRST]: {},
      [SECOND]: { baseUrl: server.url },
      [THIRD]: {},
    });
    server.faults.clear();
    countCalls(server);
    await fleet.up(await startFleetRun(elsewhere), fleetOf(THREE));
    expect(countCalls(server)).toEqual({ update: 1, events: 1 });
    expect(await fleet.up(await startFleetRun(elsewhere), fleetOf(THREE))).toBe("unchanged");
  });

  test("destroys a member that was taken out where it is, in a later run, too", async () => {
    const [from, to] = (await startTwo(THREE)) as [Emulator, Emulator];
    const fleet = new Fleet();
    await fleet.up(await startFleetRun(from), fleetOf(THREE));
    from.faults.add({ call: "delete", fault: { kind: "status", status: 403 } });
    await failureOf(fleet.up(await startFleetRun(to), fleetOf([FIRST, SECOND])));
    expect(fleet.state.outputs.instances[THIRD]).toEqual({ removed: true, baseUrl: from.url });
    from.faults.clear();
    await failureOf(fleet.up(await startFleetRun(to), fleetOf([FIRST, SECOND])));
    expect(Object.keys(liveByInstance(from)).sort()).toEqual([FIRST, SECOND]);
  });
});
