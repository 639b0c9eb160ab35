import { useServer } from "../support/engine/server";
import { TOKEN } from "../support/server/server";
import { countLocks, expectSettledOnce, useSharedState } from "../support/shared-state/backend";
import type { Ended, Pipeline } from "../support/shared-state/pipeline";

/** Stacks, and webhooks of each: `SHARED_STACKS` and `SHARED_WEBHOOKS`, default 4 and 5. */
const STACKS = Number(process.env["SHARED_STACKS"] ?? 4);
const WEBHOOKS = Number(process.env["SHARED_WEBHOOKS"] ?? 5);
const WORKERS = 4;

const stacks = Array.from({ length: STACKS }, (_, index) => `shop-${String(index + 1).padStart(3, "0")}`);

const scene = useServer({ instances: Object.fromEntries(stacks.map((stack) => [stack, TOKEN])) });
const shared = useSharedState(scene, WORKERS, WEBHOOKS);

/** Has the workers go through all stacks, each the next one that is left. */
async function forEachStack(work: (worker: Pipeline, stack: string) => Promise<void>): Promise<void> {
  const left = [...stacks];
  await Promise.all(
    shared.pipelines.map(async (worker) => {
      for (let stack = left.shift(); stack !== undefined; stack = left.shift()) await work(worker, stack);
    }),
  );
}

test(`loses nothing where ${WORKERS} workers bring up ${STACKS} stacks of ${WEBHOOKS} webhooks at once`, async () => {
  await forEachStack((worker, stack) => {
    return worker.createStack(stack, ...shared.pipelines.filter((other) => other !== worker));
  });
  const started = performance.now();
  const ended: Ended[] = [];
  await forEachStack(async (worker, stack) => void ended.push(await worker.up(stack)));
  const seconds = (performance.now() - started) / 1000;

  expect(ended.filter(({ outcome }) => outcome !== "ran")).toEqual([]);
  for (const stack of stacks) await expectSettledOnce(scene.server, shared.postgres, stack, WEBHOOKS);
  expect(scene.server.webhooks()).toHaveLength(STACKS * WEBHOOKS);
  expect(await countLocks(shared.postgres)).toBe(0);

  const rate = (STACKS * WEBHOOKS) / seconds;
  process.stderr.write(
    `${STACKS} stacks × ${WEBHOOKS} webhooks from ${WORKERS} workers: ` +
      `${seconds.toFixed(1)} s, ${rate.toFixed(1)} webhooks/s\n`,
  );
});
