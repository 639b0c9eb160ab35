import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../../emulator/src";
import type { RunningCommand } from "../crash/process";
import { present } from "../engine/server";
import type { ResourceInState } from "../engine/stack";
import { Pipeline, PROJECT } from "./pipeline";
import { PostgresServer } from "./postgres";

/** The state in the database, and pipelines that share it, for as long as the tests of the file. */
export interface SharedState {
  readonly postgres: PostgresServer;
  readonly pipelines: readonly Pipeline[];
}

/**
 * Starts PostgreSQL and makes checkouts.
 *
 * @param server a server that lives as long.
 * @param webhooks how many each stack declares.
 */
export function useSharedState(
  scene: { readonly server: Emulator },
  pipelines: number,
  webhooks: number,
): SharedState {
  let postgres: PostgresServer | undefined;
  const opened: Pipeline[] = [];
  beforeAll(async () => {
    postgres = await PostgresServer.start();
    for (let index = 0; index < pipelines; index++) {
      opened.push(await Pipeline.open(scene.server, webhooks, postgres.env));
    }
    // Engines that are the first on a database at the same instant all create its table, and fail.
    await opened[0]?.project.pulumi("stack", "ls");
  });
  afterAll(async () => {
    for (const pipeline of opened) await pipeline.close();
    await postgres?.stop();
  });
  return {
    get postgres() {
      return present(postgres);
    },
    pipelines: opened,
  };
}

/** From now on every request to the instances is put off, so that runs on their stacks hold their locks. */
export function holdRuns({ faults }: Emulator): void {
  faults.set({ call: "any", fault: { kind: "status", status: 503, retryAfter: 1 } });
}

/** Waits until a run has sent a request, and so holds its stack. @throws Error where it ends before */
export async function untilAtWork({ log }: Emulator, stack: string, run: RunningCommand): Promise<void> {
  while (!log.entries.some(({ instanceId }) => instanceId === stack)) {
    if (!run.isRunning())
      throw new Error(`the run ended before it sent a request:\n${(await run.ended).output}`);
    await sleep(10);
  }
}

/** How many locks there are, whoever holds them. */
export async function countLocks(postgres: PostgresServer): Promise<number> {
  const [count] = await postgres.query(
    "select count(*) from pulumi_state where key like '%/.pulumi/locks/%'",
  );
  return Number(count);
}

/** Ids of a stack's webhooks in state, sorted; as the database has them. */
export async function idsInState(postgres: PostgresServer, stack: string): Promise<string[]> {
  const key = `%/.pulumi/stacks/${PROJECT}/${stack}.json`;
  const [data] = await postgres.query(
    `select replace(data->>'data', E'\\n', '') from pulumi_state where key like '${key}'`,
  );
  if (data === undefined) return [];
  const { checkpoint } = JSON.parse(Buffer.from(data, "base64").toString("utf8"));
  const resources: ResourceInState[] = checkpoint.latest?.resources ?? [];
  return resources
    .filter(({ type }) => type.includes("codechat:"))
    .map(({ id }) => id)
    .sort();
}

/** Expects exactly the declared webhooks live on a stack's instance, once each, and the same ones in state. */
export async function expectSettledOnce(
  server: Emulator,
  postgres: PostgresServer,
  stack: string,
  declared: number,
): Promise<void> {
  const live = server.webhooks(stack);
  const urls = Array.from({ length: declared }, (_, index) => `https://${stack}.example/${index}`);
  expect(live.map(({ url }) => url).sort()).toEqual(urls.sort());
  expect(live.every(({ enabled }) => enabled)).toBe(true);
  expect(await idsInState(postgres, stack)).toEqual(live.map(({ webhookId }) => String(webhookId)).sort());
}
