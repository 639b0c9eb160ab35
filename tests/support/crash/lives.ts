import { crashMoment } from "./moment";
import type { Victims } from "./process";
import { seededRandom } from "./random";
import { CrashStack, type Expected, type Version } from "./stack";

/** What the stacks declare first. */
export const FIRST: Version = { name: "first", shop: "shop", events: ["messagesUpsert"] };
const SECOND: Version = { name: "second", shop: "shop", events: ["chatsSet", "messagesUpdate"] };
const THIRD: Version = { name: "third", shop: "market", events: ["connectionUpdate"] };

/** What a stack goes through; one crash each. `requests` are those for each of its webhooks. */
const PHASES = [
  { name: "create", command: "up", version: FIRST, requests: 4 },
  { name: "update", command: "up", version: SECOND, requests: 2 },
  { name: "replace", command: "up", version: THIRD, requests: 5 },
  { name: "destroy", command: "destroy", version: THIRD, requests: 1 },
] as const;

/** Seeds of the crash tests: `CRASH_SEEDS`, default 8; four of them share a stack. */
export const SEEDS = Number(process.env["CRASH_SEEDS"] ?? 8);

/**
 * Declares the crash tests of every second stack: it is killed while it creates, updates, replaces and
 * destroys its webhooks, and each time the next command has to set things right.
 *
 * @param skipCheckpoints whether the engine writes state at the end of a command only.
 */
export function describeCrashes(skipCheckpoints: boolean): void {
  const lives = Array.from({ length: Math.ceil(SEEDS / PHASES.length) }, (_, index) => index);
  const mine = lives.filter((life) => life % 2 === (skipCheckpoints ? 1 : 0));
  describe.each(mine)("stack %i", (life) => {
    const withFleet = life % 4 === 1 || life % 4 === 2;
    let stack: CrashStack;
    beforeAll(async () => {
      stack = await CrashStack.create(withFleet, skipCheckpoints ? { PULUMI_SKIP_CHECKPOINTS: "true" } : {});
    });
    afterAll(() => stack?.close());

    const seeds = PHASES.map((phase, index) => {
      const seed = life * PHASES.length + index;
      const random = seededRandom(seed);
      const size = withFleet ? 10 : 5;
      const moment = crashMoment(random, phase.requests * size);
      const victims = random.oneOf<Victims>([
        "engine and provider",
        "engine and provider",
        "engine",
        "provider",
      ]);
      // After a destroy state may know webhooks that are gone.
      const again = phase.command === "up" ? "up" : random.oneOf(["destroy", "up --refresh"]);
      const title = `seed ${seed}: ${phase.name}, ${victims} killed ${moment.name}, then ${again}`;
      return { title, phase, moment, victims, again };
    });
    test.each(seeds)("$title", async ({ phase: { command, version }, moment, victims, again }) => {
      const declared = await stack.declare(version);
      const wasRunning = await stack.crash(command, moment, victims);
      if (!moment.name.endsWith(" ms")) expect(wasRunning).toBe(true);
      if (again === "destroy") await stack.run("destroy");
      else await stack.run("up", ...again.split(" ").slice(1));
      expectSame(stack.live(), again === "destroy" ? [] : declared);
      expect((await stack.idsInState()).sort()).toEqual(
        stack.server
          .webhooks()
          .map(({ webhookId }) => String(webhookId))
          .sort(),
      );
      if (again === "destroy") return;
      await stack.run("up", "--expect-no-changes");
      expect(stack.server.log.entries.map(({ call }) => call)).toEqual([]);
    });
  });
}

/** Compares live webhooks with declared ones, in whatever order. */
export function expectSame(live: readonly Expected[], expected: readonly Expected[]): void {
  const inOrder = (webhooks: readonly Expected[]) => webhooks.map((each) => JSON.stringify(each)).sort();
  expect(inOrder(live)).toEqual(inOrder(expected));
}
