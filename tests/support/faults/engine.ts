import { setTimeout as delay } from "node:timers/promises";
import { type Emulator, type LiveWebhook, startEmulator } from "../../../emulator/src";
import type { WebhookArgs } from "../../../sdk";
import type { Declarations } from "../engine/declared";
import type { ResourceInState } from "../engine/stack";
import { type FaultCase, faultCases, SCENARIOS, type Scenario } from "./cases";
import { SECRETS } from "./declarations";

/** The limit of one operation in these tests, in seconds. */
export const TIMEOUT_SECONDS = 5;

// The waits of the matrix are made for a limit of 60 s.
const FASTER = 60 / TIMEOUT_SECONDS;

/**
 * A case of the fault matrix as one resource of a stack, on a server of its own: a pause that it asks
 * for strikes nobody else.
 */
export interface EngineCase {
  readonly name: string;
  readonly scenario: Scenario;
  /** The resource's name, and its instance. */
  readonly id: string;
  readonly server: Emulator;
  /** What the faulted command carries out. */
  readonly declared: WebhookArgs;
  /** What is up before. */
  readonly before: WebhookArgs | undefined;
  /** Another webhook of the instance. */
  readonly bystander: LiveWebhook;
  /** Plants the fault. */
  readonly plant: () => void;
}

/** Cases of the fault matrix by their names. @throws Error for a name that is not in the matrix */
export function casesNamed(names: readonly string[]): FaultCase[] {
  const all = new Map(faultCases().map((each) => [each.name, each]));
  return names.map((name) => {
    const found = all.get(name);
    if (!found) throw new Error(`the matrix has no case "${name}"`);
    return found;
  });
}

/** Starts the server of a case, as things stand before the faulted command. The caller closes it. */
export async function openCase({ name, row, rules }: FaultCase, id: string): Promise<EngineCase> {
  const scenario: Scenario = SCENARIOS[row.scenario];
  const server = await startEmulator({
    instances: { [id]: SECRETS.token },
    dialect: row.dialect ?? {},
    sleep: (milliseconds, signal) => delay(milliseconds / FASTER, undefined, { signal }),
  });
  const bystander = server.plant(id, { name: "bystander", url: "https://hooks.example/other" });
  const found = scenario.live && server.plant(id, scenario.live);
  const webhookId = scenario.takesOver && found ? { webhookId: String(found.webhookId) } : {};
  const args = (declaration: Scenario["declared"]) =>
    ({ instanceId: id, baseUrl: server.url, ...declaration, ...webhookId }) as unknown as WebhookArgs;
  return {
    name,
    scenario,
    id,
    server,
    declared: args(scenario.declared),
    before: scenario.before && args(scenario.before),
    bystander,
    plant: () => server.faults.set(...rules),
  };
}

/** One webhook for each case. */
export function declarationsOf(
  cases: readonly EngineCase[],
  which: "declared" | "before" = "declared",
): Declarations {
  return {
    webhooks: Object.fromEntries(cases.flatMap(({ id, [which]: args }) => (args ? [[id, args]] : []))),
  };
}

/** The errors at the resource of a case, among all that the engine says at the end. */
export function errorsAbout({ id }: EngineCase, output: string): string[] {
  const [, ...errors] = output.slice(output.indexOf("Diagnostics:")).split(/(?=could not )/);
  return errors.filter((error) => error.split("\n")[0]?.includes(`of instance ${id}`));
}

/** The live webhooks of a case, without the bystander. */
export function liveOf({ server, id, bystander }: EngineCase): LiveWebhook[] {
  return server.webhooks(id).filter(({ webhookId }) => webhookId !== bystander.webhookId);
}

/** The resource of a case in state. */
export function resourceOf(
  { id }: EngineCase,
  resources: readonly ResourceInState[],
): ResourceInState | undefined {
  return resources.find(({ urn }) => urn.endsWith(`::${id}`));
}

/** Properties as they are, also those that the engine keeps as secrets. */
export function revealed(bag: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(bag).map(([key, value]) => {
      const { plaintext } = Object(value) as { plaintext?: string };
      return [key, plaintext === undefined ? value : JSON.parse(plaintext)];
    }),
  );
}
