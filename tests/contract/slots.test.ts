import { promise as createQueue } from "fastq";
import type { FaultRule } from "../../emulator/src";
import { createdFleet, fleetOf, shops, startFleetRun } from "../support/provider/fleet";
import { startRun } from "../support/provider/provider";
import { type Arguments, created, ORDERS } from "../support/provider/resource";
import { TOKEN } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

const TIMEOUT = { timeoutSeconds: "6" };

function answersAfter(milliseconds: number): FaultRule[] {
  return [{ call: "any", fault: { kind: "slow", milliseconds } }];
}

function several(count: number) {
  return Array.from({ length: count }, (_, index) => ({ ...ORDERS, name: `orders ${index}` }));
}

describe("a slow server", () => {
  test.each([4, 40])("settles all webhooks, one at a time, with --parallel %i", async (parallel) => {
    const { server, clock } = await startTimedServer({ faults: answersAfter(50) });
    const run = await startRun(server, { ...TIMEOUT, maxConcurrency: "1" }, { clock });
    const engine = createQueue((args: Arguments) => created(run, args), parallel);
    await Promise.all(several(40).map((args) => engine.push(args)));
    expect(server.webhooks().filter(({ enabled }) => enabled)).toHaveLength(40);
    expect(server.log.maxInFlight).toBe(1);
  });

  test("settles 120 webhooks that are created at once", async () => {
    const { server, clock } = await startTimedServer({ faults: answersAfter(400) });
    const run = await startRun(server, TIMEOUT, { clock });
    await Promise.all(several(120).map((args) => created(run, args)));
    expect(server.webhooks().filter(({ enabled }) => enabled)).toHaveLength(120);
  });

  test("that serves one request at a time settles all where codechat:maxConcurrency is low", async () => {
    const { server, clock } = await startTimedServer({ faults: answersAfter(400) }, { oneAtATime: true });
    const run = await startRun(server, { ...TIMEOUT, maxConcurrency: "2" }, { clock });
    await Promise.all(several(30).map((args) => created(run, args)));
    expect(server.webhooks().filter(({ enabled }) => enabled)).toHaveLength(30);
  });
});

test("webhooks and members of fleets wait for the same slots", async () => {
  const ids = shops(10);
  const { server, clock } = await startTimedServer({
    instances: Object.fromEntries(ids.map((id) => [id, TOKEN])),
    faults: answersAfter(400),
  });
  const run = await startFleetRun(server, { ...TIMEOUT, maxConcurrency: "1" }, { clock });
  await Promise.all([
    createdFleet(run, fleetOf(ids)),
    ...ids.map((instanceId) => created(run.webhooks, { ...ORDERS, instanceId, name: "sales" })),
  ]);
  expect(server.webhooks().filter(({ enabled }) => enabled)).toHaveLength(20);
  expect(server.log.maxInFlight).toBe(1);
});
