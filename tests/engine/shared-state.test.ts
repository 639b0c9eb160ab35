import { setTimeout as sleep } from "node:timers/promises";
import { kill } from "../support/crash/process";
import { seededRandom } from "../support/crash/random";
import { useServer } from "../support/engine/server";
import { TOKEN } from "../support/server/server";
import {
  countLocks,
  expectSettledOnce,
  holdRuns,
  untilAtWork,
  useSharedState,
} from "../support/shared-state/backend";
import { ended, LOCKED, type Pipeline } from "../support/shared-state/pipeline";

/** Races of two runs that start at the same time: `SHARED_RACES`, default 2. */
const RACES = Number(process.env["SHARED_RACES"] ?? 2);
const WEBHOOKS = 5;

const races = Array.from({ length: RACES }, (_, index) => `race-${index}`);
const stacks = ["shop", "market", "busy", "crashed", ...races];

const scene = useServer({ instances: Object.fromEntries(stacks.map((stack) => [stack, TOKEN])) });
const shared = useSharedState(scene, 2, WEBHOOKS);

function twoPipelines(): [Pipeline, Pipeline] {
  const [first, second] = shared.pipelines;
  if (!first || !second) throw new Error("there are two pipelines");
  return [first, second];
}

afterEach(() => {
  scene.server.faults.clear();
  scene.server.log.reset();
});

describe("state in PostgreSQL, shared by two pipelines", () => {
  test("lets one of two runs on one stack go on, and refuses the other without a request", async () => {
    const { server } = scene;
    const [first, second] = twoPipelines();
    await first.createStack("busy", second);
    holdRuns(server);
    const running = first.start("busy");
    await untilAtWork(server, "busy", running);

    const refused = await second.up("busy");
    expect(refused.outcome).toBe("locked");
    expect(refused.output).toContain(`${LOCKED} 1 lock(s)`);
    expect(refused.output).toContain("pulumi cancel");
    expect(refused.output).toContain(`(pid ${running.pid})`);
    expect(refused.output).not.toContain(shared.postgres.password);
    expect(running.isRunning()).toBe(true);

    server.faults.clear();
    expect(await ended(running)).toMatchObject({ outcome: "ran" });
    await expectSettledOnce(server, shared.postgres, "busy", WEBHOOKS);
    expect(await second.up("busy")).toMatchObject({
      outcome: "ran",
      output: expect.stringMatching(/\d unchanged/),
    });
    expect(await countLocks(shared.postgres)).toBe(0);
  });

  test("lets runs on two stacks go on at the same time", async () => {
    const { server } = scene;
    const [first, second] = twoPipelines();
    await first.createStack("shop");
    await second.createStack("market");
    holdRuns(server);
    const running = [first.start("shop"), second.start("market")] as const;
    await untilAtWork(server, "shop", running[0]);
    await untilAtWork(server, "market", running[1]);
    expect(await countLocks(shared.postgres)).toBe(2);

    server.faults.clear();
    for (const run of running) expect(await ended(run)).toMatchObject({ outcome: "ran" });
    await expectSettledOnce(server, shared.postgres, "shop", WEBHOOKS);
    await expectSettledOnce(server, shared.postgres, "market", WEBHOOKS);
  });

  test("stays locked after a run was killed, until `pulumi cancel`; then the next run doubles nothing", async () => {
    const { server } = scene;
    const [first, second] = twoPipelines();
    await first.createStack("crashed", second);
    server.faults.set({ call: "any", nth: { from: 8 }, fault: { kind: "hang", applied: true } });
    const running = first.start("crashed");
    while (server.log.count() < 8 && running.isRunning()) await sleep(10);
    kill(running, "engine and provider");
    await running.ended;
    server.faults.clear();

    expect(await second.up("crashed")).toMatchObject({ outcome: "locked" });
    await second.cancel("crashed");
    expect(await second.up("crashed")).toMatchObject({ outcome: "ran" });
    await expectSettledOnce(server, shared.postgres, "crashed", WEBHOOKS);
  });

  const tally: string[] = [];
  test.each(races)("never doubles a webhook where two runs start at the same time: %s", async (stack) => {
    const { server } = scene;
    const [first, second] = twoPipelines();
    await first.createStack(stack, second);
    const random = seededRandom(races.indexOf(stack));
    const headStartMs = random.between(0, 40);
    const one = first.start(stack);
    await sleep(headStartMs);
    const other = second.start(stack);
    const outcomes = [await ended(one), await ended(other)];
    tally.push(
      outcomes
        .map(({ outcome }) => outcome)
        .sort()
        .join(" + "),
    );

    const ran = outcomes.filter(({ outcome }) => outcome === "ran");
    // Both at once would both have created.
    expect(ran.filter(({ output }) => output.includes("created")).length).toBeLessThanOrEqual(1);
    for (const { outcome, output } of outcomes) if (outcome === "failed") expect(output).toBe("");
    if (ran.length > 0) await expectSettledOnce(server, shared.postgres, stack, WEBHOOKS);
    else expect(server.webhooks(stack)).toEqual([]);

    expect(await second.up(stack)).toMatchObject({ outcome: "ran" });
    await expectSettledOnce(server, shared.postgres, stack, WEBHOOKS);
    expect(await countLocks(shared.postgres)).toBe(0);
  });
  afterAll(() => {
    const counted = [...new Set(tally)].map((outcome) => {
      return `${tally.filter((each) => each === outcome).length} × ${outcome}`;
    });
    process.stderr.write(`two runs at once on one stack, ${tally.length} times: ${counted.join(", ")}\n`);
  });
});
