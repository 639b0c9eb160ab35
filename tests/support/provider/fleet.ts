import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator/src";
import { FleetProvider } from "../../../provider/fleet/lifecycle";
import type { FleetInputs, FleetState } from "../../../provider/fleet/types";
import { WebhookProvider } from "../../../provider/webhook/lifecycle";
import { Session, type SessionOptions } from "../../../provider/webhook/session";
import { fastClock } from "../server/clock";
import { TOKEN } from "../server/server";
import { hasChanges } from "./open-diff";
import type { Config } from "./provider";
import { type Arguments, PROVIDER_LINE } from "./resource";

type Bag<T> = T & { readonly __provider: string };

/** The providers of one run, as the engine starts them: one process with the stack's configuration. */
export interface FleetRun {
  readonly fleets: FleetProvider;
  readonly webhooks: WebhookProvider;
  /** What the person at the screen was told meanwhile. */
  readonly lines: readonly string[];
}

/** Starts the providers of one run. Waits pass a hundred times as fast. */
export async function startFleetRun(
  { url }: { readonly url: string },
  config: Config = {},
  options: SessionOptions = {},
): Promise<FleetRun> {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const session = new Session({ clock: fastClock(), random: () => 0.5, environment: {}, log, ...options });
  const values: Config = { baseUrl: url, token: TOKEN, timeoutSeconds: "6000", ...config };
  const get = (key: string) => values[key.replace(/^codechat:/, "")];
  const fleets = new FleetProvider(session);
  await fleets.configure({ config: { get, require: (key) => get(key) ?? "" } });
  return { fleets, webhooks: new WebhookProvider(session), lines };
}

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a server with these instances, which lives until the end of the test; all have one token. */
export async function startFleetServer(
  instanceIds: readonly string[],
  options: EmulatorOptions = {},
): Promise<Emulator> {
  const instances = Object.fromEntries(instanceIds.map((id) => [id, TOKEN]));
  const server = await startEmulator({ instances, ...options });
  running.push(server);
  return server;
}

/** Instance ids `shop-0001` and so on. */
export function shops(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `shop-${String(index + 1).padStart(4, "0")}`);
}

/** A fleet that nothing is wrong with, of these instances. */
export function fleetOf(instances: unknown, args: Arguments = {}): Arguments {
  return {
    instances,
    name: "orders",
    url: "https://shop.example/hook?i={instanceId}",
    events: ["messagesUpsert"],
    ...args,
  };
}

/** What the engine keeps of a fleet. */
export interface KeptFleet {
  readonly id: string;
  readonly inputs: Bag<FleetInputs>;
  readonly outputs: Bag<FleetState>;
  /** The last operation did not finish. */
  readonly unfinished: boolean;
}

/** One fleet as the engine and its launcher treat it; every operation takes the provider of its run. */
export class Fleet {
  kept: KeptFleet | undefined;

  /** What the engine keeps; an error where it keeps nothing. */
  get state(): KeptFleet {
    if (!this.kept) throw new Error("the engine keeps nothing of this fleet");
    return this.kept;
  }

  /** `pulumi up`: check, diff, then what that asks for. @returns what was done */
  async up({ fleets }: FleetRun, args: Arguments): Promise<"created" | "unchanged" | "updated"> {
    const inputs = await declareFleet(fleets, args);
    const old = this.kept;
    if (!old) {
      await this.#keep(inputs, () => fleets.create(transported(inputs)));
      return "created";
    }
    const diff = await fleets.diff(old.id, transported(old.outputs), transported(inputs));
    if (!hasChanges(diff, old.inputs, inputs) && !old.unfinished) return "unchanged";
    await this.#keep(inputs, async () => ({
      id: old.id,
      ...(await fleets.update(old.id, transported(old.outputs), transported(inputs))),
    }));
    return "updated";
  }

  /** `pulumi refresh` */
  async refresh({ fleets }: FleetRun): Promise<void> {
    const { id, outputs } = this.state;
    const { props, inputs } = await fleets.read(id, transported(outputs));
    const { __provider } = outputs;
    this.kept = transported({
      id,
      inputs: { ...(inputs as FleetInputs), __provider },
      outputs: { ...(props as FleetState), __provider },
      unfinished: false,
    });
  }

  /** Whether the next `pulumi up` would change anything. */
  async changes({ fleets }: FleetRun, args: Arguments): Promise<boolean> {
    const { id, inputs: olds, outputs } = this.state;
    const inputs = await declareFleet(fleets, args);
    return hasChanges(await fleets.diff(id, transported(outputs), transported(inputs)), olds, inputs);
  }

  /** `pulumi destroy`, or the fleet is taken out of the program. */
  async destroy({ fleets }: FleetRun): Promise<void> {
    await fleets.delete(this.state.id, transported(this.state.outputs));
    this.kept = undefined;
  }

  async #keep(
    inputs: Bag<FleetInputs>,
    work: () => Promise<{ id: string; outs?: FleetState | undefined }>,
  ): Promise<void> {
    const { __provider } = inputs;
    try {
      const { id, outs } = await work();
      const outputs = { ...(outs as FleetState), __provider };
      this.kept = transported({ id, inputs, outputs, unfinished: false });
    } catch (error) {
      const { id, properties } = error as { id?: string; properties?: Bag<FleetState> };
      if (id !== undefined && properties) {
        this.kept = transported({ id, inputs, outputs: properties, unfinished: true });
      }
      throw error;
    }
  }
}

/** A fleet that `args` have created. */
export async function createdFleet(run: FleetRun, args: Arguments): Promise<Fleet> {
  const fleet = new Fleet();
  await fleet.up(run, args);
  return fleet;
}

/** The reasons for which `check` refuses a fleet. */
export async function fleetRefusals({ fleets }: FleetRun, args: Arguments): Promise<string[]> {
  const { failures = [] } = await fleets.check(
    {},
    transported({ ...args, __provider: PROVIDER_LINE }) as never,
  );
  return failures.map(({ property, reason }) => `${property}${reason}`);
}

/** Inputs as the engine keeps them after `check`; an error where `check` refuses them. */
export async function declareFleet(fleets: FleetProvider, args: Arguments): Promise<Bag<FleetInputs>> {
  const news = transported({ ...args, __provider: PROVIDER_LINE });
  const { inputs, failures = [] } = await fleets.check({}, news as never);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return transported(inputs);
}

/** A value on its way between engine and provider: maps arrive in another order, and without `__proto__`. */
export function transported<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    const entries = Object.entries(part).filter(([key]) => key !== "__proto__");
    return Object.fromEntries(entries.reverse());
  });
}

/** How often each call reached the server since the last look; the log is empty afterwards. */
export function countCalls(server: Emulator): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { call } of server.log.entries) counts[call ?? "other"] = (counts[call ?? "other"] ?? 0) + 1;
  server.log.reset();
  return counts;
}

/** The instances whose webhooks were called since the last look, sorted; the log is empty afterwards. */
export function touchedInstances(server: Emulator): string[] {
  const ids = server.log.entries.map(({ instanceId = "none" }) => instanceId);
  server.log.reset();
  return [...new Set(ids)].sort();
}

/** The live webhooks by instance: id, name, url and whether they are on. */
export function liveByInstance(server: Emulator): Record<string, string> {
  return Object.fromEntries(
    server
      .webhooks()
      .map(({ instanceId, webhookId, name, url, enabled }) => [
        instanceId,
        `${webhookId} ${name} ${url} ${enabled ? "on" : "off"}`,
      ]),
  );
}
