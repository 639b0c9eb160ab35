import { type Emulator, type LiveWebhook, startEmulator } from "../../../emulator/src";
import type { Clock } from "../../../provider/http/clock";
import type { WebhookProvider } from "../../../provider/webhook/lifecycle";
import { type FaultCase, type FaultRow, SCENARIOS, type Scenario } from "../faults/cases";
import { SECRETS } from "../faults/declarations";
import { type Config, startRun } from "../provider/provider";
import { type Arguments, Resource } from "../provider/resource";
import { idleClock } from "./clock";

/** The limit of one operation in these tests, in milliseconds. */
export const DEADLINE_MS = 60_000;
/** The most reads that any fault of the matrix has reads lag behind. */
const MOST_LAG = 9;

/** What became of the command that suffered the fault; see the legend of the matrix. */
export type FirstOutcome = "succeeded" | "resumed" | "repeated" | "gone";

/** What a case has shown. */
export interface Observed {
  /** The fault struck; else the call did not occur. */
  readonly struck: boolean;
  readonly first: FirstOutcome;
  /** How things stood before the faulted command. */
  readonly before: { readonly live: readonly LiveWebhook[]; readonly kept: Resource["kept"] };
  /** How things stood after the faulted command: the live webhooks without the bystander, and the state. */
  readonly atFirst: {
    readonly live: readonly LiveWebhook[];
    readonly kept: Resource["kept"];
  };
  /** Every error on the way. */
  readonly errors: readonly Error[];
  /** The longest operation by the injected clock, in milliseconds. */
  readonly slowestMs: number;
  /** The instance's live webhooks in the end, without the bystander. */
  readonly live: readonly LiveWebhook[];
  readonly bystanderUntouched: boolean;
  readonly resource: Resource;
  /** Whether the next `pulumi up` would change something. */
  readonly changes: boolean;
  /** What a refresh makes of the state in the end. */
  readonly refreshed: Resource["kept"];
}

/** A server whose waits and whose clients' waits are all on one clock that jumps. */
export interface FaultBench {
  readonly server: Emulator;
  readonly clock: Clock;
  /** A provider process of a new run. */
  readonly start: (config?: Config) => Promise<WebhookProvider>;
}

/** Starts a bench; the caller closes its server. */
export async function startBench(dialect: FaultRow["dialect"] = {}): Promise<FaultBench> {
  const clock = idleClock();
  const server = await startEmulator({
    dialect,
    clock: clock.now,
    sleep: clock.sleepOfServer,
  });
  clock.watch(server);
  const base: Config = { token: SECRETS.token, timeoutSeconds: String(DEADLINE_MS / 1000) };
  return { server, clock, start: (config) => startRun(server, { ...base, ...config }, { clock }) };
}

/**
 * Runs one case: the faulted command, then the same again without the fault.
 *
 * @param refresh the second `up` refreshes first. Default false.
 */
export async function runCase(
  bench: FaultBench,
  { row, rules }: Pick<FaultCase, "row" | "rules">,
  instanceId: string,
  { refresh = false } = {},
): Promise<Observed> {
  const { server, clock, start } = bench;
  const scenario: Scenario = SCENARIOS[row.scenario];
  server.register({ [instanceId]: SECRETS.token });
  const bystander = server.plant(instanceId, { name: "bystander", url: "https://hooks.example/other" });
  const found = scenario.live && server.plant(instanceId, scenario.live);
  const declared: Arguments = {
    instanceId,
    ...scenario.declared,
    ...(scenario.takesOver && found && { webhookId: String(found.webhookId) }),
  };
  const resource = new Resource();
  if (scenario.before) await resource.up(await start(), { instanceId, ...scenario.before });

  const isBystander = ({ webhookId }: LiveWebhook) => webhookId === bystander.webhookId;
  const others = () => server.webhooks(instanceId).filter((webhook) => !isBystander(webhook));
  const standing = () => ({ live: others(), kept: structuredClone(resource.kept) });
  const before = standing();

  const errors: Error[] = [];
  let slowestMs = 0;
  const command = async (name: Scenario["command"]) => {
    const run = await start();
    const began = clock.now();
    try {
      await carryOut(name, run, resource, declared);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      errors.push(error);
    }
    slowestMs = Math.max(slowestMs, clock.now() - began);
  };

  server.faults.set(...rules.map((rule) => ({ ...rule, instanceId })));
  await command(scenario.command);
  const first = outcomeOf(scenario, errors, resource);
  const struck = server.faults.rules.slice(row.given?.length ?? 0).some((rule) => rule.struck > 0);
  const atFirst = standing();
  server.faults.clear();
  // Time for what the server does late.
  await clock.sleep(DEADLINE_MS);
  if (rules.some(({ fault }) => fault.kind === "dialect")) await catchUp(server, instanceId, MOST_LAG);
  if (refresh && resource.kept) await resource.refresh(await start());
  if (scenario.command !== "destroy") await command("up");
  else if (resource.kept) await command("destroy");

  const look = await start();
  const changes = resource.kept ? (await resource.preview(look, declared)).changes : false;
  const after = Object.assign(new Resource(resource.name), { kept: resource.kept });
  if (after.kept) await after.refresh(look);
  return {
    struck,
    first,
    before,
    atFirst,
    errors,
    slowestMs,
    live: others(),
    bystanderUntouched: server.webhooks(instanceId).find(isBystander)?.updatedAt === bystander.updatedAt,
    resource,
    changes,
    refreshed: after.kept,
  };
}

/** Has the reads of an instance, which lag by at most `lag`, keep up with its writes again. */
export async function catchUp({ url }: Emulator, instanceId: string, lag: number): Promise<void> {
  for (let reads = 0; reads < lag; reads += 1) {
    const list = `${url}/api/v2/instance/${encodeURIComponent(instanceId)}/webhook`;
    await (await fetch(list, { headers: { authorization: `Bearer ${SECRETS.token}` } })).arrayBuffer();
  }
}

async function carryOut(
  command: Scenario["command"],
  run: WebhookProvider,
  resource: Resource,
  declared: Arguments,
): Promise<unknown> {
  if (command === "up") return resource.up(run, declared);
  return command === "refresh" ? resource.refresh(run) : resource.destroy(run);
}

function outcomeOf({ command }: Scenario, errors: readonly Error[], { kept }: Resource): FirstOutcome {
  if (errors.length === 0) return command === "refresh" && !kept ? "gone" : "succeeded";
  return command === "up" && kept ? "resumed" : "repeated";
}
