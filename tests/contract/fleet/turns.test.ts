import { createdFleet, fleetOf, shops, startFleetRun } from "../../support/provider/fleet";
import { TOKEN } from "../../support/server/server";
import { startTimedServer } from "../../support/server/timed";

test("members of several fleets take turns, and none waits for others within its own limit", async () => {
  const ids = shops(6);
  const { server, clock } = await startTimedServer({
    instances: Object.fromEntries(ids.map((id) => [id, TOKEN])),
    faults: [{ call: "any", fault: { kind: "slow", milliseconds: 10_000 } }],
  });
  // A member takes four requests, 40 s.
  const run = await startFleetRun(server, { maxConcurrency: "2", timeoutSeconds: "60" }, { clock });
  const start = clock.monotonicMs();
  await Promise.all(
    [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)].map((instances, index) =>
      createdFleet(run, fleetOf(instances, { name: `orders ${index}` })),
    ),
  );
  expect(clock.monotonicMs() - start).toBe(120_000);
  expect(server.webhooks()).toHaveLength(ids.length);
  expect(server.log.maxInFlight).toBe(2);
});
