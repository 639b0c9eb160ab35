import type { Emulator } from "../../../emulator/src";
import {
  countCalls,
  createdFleet,
  type Fleet,
  fleetOf,
  shops,
  startFleetRun,
  startFleetServer,
} from "../../support/provider/fleet";

const MB = 1024 * 1024;

test("a member takes at most 120 bytes in state", async () => {
  const ids = shops(200);
  const server = await startFleetServer(ids);
  const { state } = await createdFleet(await startFleetRun(server), fleetOf(ids));
  const bytesOf = ({ inputs, outputs }: object & { inputs: object; outputs: object }) =>
    Buffer.byteLength(JSON.stringify(inputs) + JSON.stringify(outputs));
  expect(Object.values(state.outputs.webhookIds)[0]).toHaveLength(36);
  const empty = await createdFleet(await startFleetRun(server), fleetOf([]));
  const perMember = (bytesOf(state) - bytesOf(empty.state)) / ids.length;
  console.info(`bytes in state: ${perMember} a member, ${bytesOf(empty.state)} the fleet`);
  expect(bytesOf(state) / ids.length).toBeLessThanOrEqual(120);
});

test.each([1, 5, 16])("at most codechat:maxConcurrency requests are in flight: %d", async (limit) => {
  const ids = shops(60);
  const slow = { call: "any", fault: { kind: "slow", milliseconds: 2 } } as const;
  const server = await startFleetServer(ids, { faults: [slow] });
  const run = await startFleetRun(server, { maxConcurrency: String(limit) });
  await Promise.all([
    createdFleet(run, fleetOf(ids)),
    createdFleet(run, fleetOf(ids, { name: "second fleet" })),
  ]);
  expect(server.log.maxInFlight).toBeLessThanOrEqual(limit);
  expect(server.log.maxInFlight).toBeGreaterThan(limit > 1 ? 1 : 0);
});

/** Creates a fleet of this size. */
async function ofSize(count: number) {
  const ids = shops(count);
  const server = await startFleetServer(ids);
  const run = await startFleetRun(server);
  const fleet = await createdFleet(run, fleetOf(ids));
  expect(countCalls(server)).toEqual({ list: count, create: count, update: count, events: count });
  return { ids, server, fleet };
}

/** Changes one member by hand. */
function drift(server: Emulator, fleet: Fleet, instanceId: string) {
  server.edit(instanceId, fleet.state.outputs.webhookIds[instanceId] ?? "", { enabled: false });
}

test.each([10, 100, 1000])("requests grow with the members alone: %d", async (count) => {
  const { ids, server, fleet } = await ofSize(count);
  const [changed = "", ...others] = ids;
  drift(server, fleet, changed);
  await fleet.refresh(await startFleetRun(server));
  expect(countCalls(server)).toEqual({ get: count });
  await fleet.up(await startFleetRun(server), fleetOf([...others, changed]));
  expect(countCalls(server)).toEqual({ update: 1, events: 1 });
  await fleet.up(await startFleetRun(server), fleetOf(ids, { enabled: false }));
  expect(countCalls(server)).toEqual({ update: count, events: count });
  await fleet.destroy(await startFleetRun(server));
  expect(countCalls(server)).toEqual({ delete: count });
});

test("10,000 members are created, and an up that changes one of them touches that alone", async () => {
  const before = process.memoryUsage().rss;
  const { ids, server, fleet } = await ofSize(10_000);
  // The server's and the test runner's memory is in there, too.
  console.info(`memory: ${Math.round((process.memoryUsage().rss - before) / MB)} MB more at 10,000 members`);
  expect(await fleet.up(await startFleetRun(server), fleetOf(ids))).toBe("unchanged");
  expect(countCalls(server)).toEqual({});
  const [changed = "", ...others] = ids;
  const instances = Object.fromEntries([[changed, { enabled: false }], ...others.map((id) => [id, {}])]);
  await fleet.up(await startFleetRun(server), fleetOf(instances));
  expect(countCalls(server)).toEqual({ update: 1, events: 1 });
});
