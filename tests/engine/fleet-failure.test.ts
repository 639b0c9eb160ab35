import type { CallName } from "../../emulator/src";
import { counted, oneFleet, withOneToken } from "../support/engine/fleet";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";

const IDS = Array.from({ length: 40 }, (_, index) => `shop-${String(index + 1).padStart(2, "0")}`);
const FAILING = IDS.slice(0, 25);
const REST = IDS.slice(25);

describe("a fleet of which some members fail", () => {
  const scene = useStack({ "codechat:maxRetries": { value: "0" } }, withOneToken(IDS));
  const refuse = (call: CallName) =>
    scene.server.faults.set(
      ...FAILING.map((instanceId) => ({
        call,
        instanceId,
        fault: { kind: "status", status: 400, message: "not today" } as const,
      })),
    );
  const touched = () => new Set(scene.server.log.entries.map(({ instanceId }) => instanceId));
  afterEach(() => scene.server.faults.clear());

  test("on creation: the error shows twenty in full and counts all by cause, the others are created", async () => {
    refuse("events");
    const { output, calls } = await failureOf(scene.stack.up(oneFleet(IDS)));
    expect(counted(calls)).toEqual({ list: 40, create: 40, update: 40, events: 40 });
    const errors = output.slice(output.indexOf("Diagnostics:"));
    expect(errors).toContain('could not create fleet "orders": 25 of 40 members failed');
    expect(errors.match(/^ +shop-\d\d: PATCH .* was answered 400 Bad Request: not today$/gm)).toHaveLength(
      20,
    );
    expect(errors).toContain("and 5 more; all 25 by cause: 25 × define events: 400 (not today)");
    expect(errors.match(/could not create fleet/g)).toHaveLength(1);
    const [fleet] = await scene.stack.resources();
    expect(Object.keys(fleet?.outputs["instances"] as object).sort()).toEqual(REST);
    expect(Object.keys(fleet?.outputs["webhookIds"] as object).sort()).toEqual(IDS);
  });

  test("a preview names them, since they are declared as before", async () => {
    const { output, calls } = await scene.stack.preview(oneFleet(IDS), { diff: true });
    expect(output).toContain(`fleet "orders": left from the last run: ${FAILING.join(", ")}`);
    expect(output).toContain("~ 1 to update");
    expect(calls).toEqual([]);
  });

  test("the next up works on them alone", async () => {
    const { calls } = await scene.stack.up(oneFleet(IDS));
    expect([...touched()].sort()).toEqual(FAILING);
    expect(counted(calls)).toEqual({ update: 25, events: 25 });
    expect((await scene.stack.up(oneFleet(IDS), { expectNoChanges: true })).calls).toEqual([]);
  });

  test("on an update: the next up works on them alone", async () => {
    refuse("update");
    const { output } = await failureOf(scene.stack.up(oneFleet(IDS, { name: "sales" })));
    expect(output).toContain('could not update fleet "sales": 25 of 40 members failed');
    scene.server.faults.clear();
    const { calls } = await scene.stack.up(oneFleet(IDS, { name: "sales" }));
    expect([...touched()].sort()).toEqual(FAILING);
    expect(counted(calls)).toEqual({ update: 25, events: 25 });
    expect(scene.server.webhooks().map(({ name }) => name)).toEqual(IDS.map(() => "sales"));
  });

  test("on removal: the next up works on them alone", async () => {
    refuse("delete");
    await failureOf(scene.stack.up(oneFleet([], { name: "sales" })));
    expect(scene.server.webhooks()).toHaveLength(25);
    scene.server.faults.clear();
    const { calls } = await scene.stack.up(oneFleet([], { name: "sales" }));
    expect(counted(calls)).toEqual({ delete: 25 });
    await scene.stack.up(oneFleet([], { name: "sales" }), { expectNoChanges: true });
  });

  test("refresh and destroy work from what a failed creation leaves", async () => {
    refuse("events");
    await failureOf(scene.stack.up(oneFleet(IDS)));
    scene.server.faults.clear();
    expect(counted((await scene.stack.refresh()).calls)).toEqual({ get: 15 });
    expect(counted((await scene.stack.destroy()).calls)).toEqual({ delete: 40 });
    expect(scene.server.webhooks()).toEqual([]);
  });
});

describe("long work", () => {
  const ids = IDS.slice(0, 4);
  const scene = useStack({ "codechat:maxConcurrency": { value: "1" } }, withOneToken(ids));

  test("says how it goes on, on the screen of `pulumi up`", async () => {
    scene.server.faults.set({ call: "any", fault: { kind: "slow", milliseconds: 750 } });
    const { output } = await scene.stack.up(oneFleet(ids));
    expect(output).toMatch(/fleet "orders": create: [1-3]\/4 done, \d\.\d\/s, about \d+ s left/);
    scene.server.faults.clear();
  });

  test("short work does not", async () => {
    expect((await scene.stack.destroy()).output).not.toContain("done,");
  });
});

describe("a failure in a large fleet", () => {
  const ids = Array.from({ length: 1500 }, (_, index) => `shop-${String(index).padStart(5, "0")}`);
  const scene = useStack({ "codechat:maxRetries": { value: "0" } }, withOneToken(ids));

  test("still brings all that succeeded into state", async () => {
    const [failing = ""] = ids;
    scene.server.faults.set({ call: "events", instanceId: failing, fault: { kind: "status", status: 400 } });
    await failureOf(scene.stack.up(oneFleet(ids)));
    scene.server.faults.clear();
    const { calls } = await scene.stack.up(oneFleet(ids));
    expect(calls).toEqual(["update", "events"]);
  });
});
