import { readdir } from "node:fs/promises";
import { type Emulator, startEmulator } from "../../../emulator/src";
import type { WebhookArgs, WebhookFleetArgs } from "../../../sdk";
import { DeclaredStack } from "../engine/declared";
import { CommandFailure } from "../engine/outcome";
import { eventsOn, TOKEN } from "../server/server";
import type { CrashMoment } from "./moment";
import { kill, type RunningCommand, startPulumi, type Victims } from "./process";

/** Webhooks of a stack, and members of a fleet. */
export const WEBHOOKS = 5;

/** What one of the stack's declarations comes to: a live webhook. */
export interface Expected {
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly events: readonly string[];
}

/** One version of what the stack declares. */
export interface Version {
  /** Names and urls carry it. */
  readonly name: string;
  /** Instances are called after it; another one replaces. */
  readonly shop: "shop" | "market";
  readonly events: WebhookArgs["events"] & string[];
}

/** A stack of five webhooks, and where asked for a fleet of five members, on a server of its own. */
export class CrashStack {
  private constructor(
    readonly server: Emulator,
    private readonly stack: DeclaredStack,
    private readonly withFleet: boolean,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param env what the engine gets beside the rest.
   * @param config configuration beside `codechat:baseUrl` and `codechat:token`.
   */
  static async create(
    withFleet: boolean,
    env: Readonly<Record<string, string>> = {},
    config: Readonly<Record<string, string>> = {},
  ): Promise<CrashStack> {
    const ids = ["shop", "market"].flatMap((shop) => instancesOf(shop));
    const server = await startEmulator({ instances: Object.fromEntries(ids.map((id) => [id, TOKEN])) });
    const stack = await DeclaredStack.create(
      { "codechat:baseUrl": server.url, ...config },
      { "codechat:token": TOKEN },
      // The engine's file backend keeps metadata in a file beside each file, which it does not replace
      // in one step: killed in between, it leaves an empty one, and says "failed to load checkpoint: EOF".
      { backendOptions: "metadata=skip" },
    );
    return new CrashStack(server, stack, withFleet, env);
  }

  /** How many webhooks are declared in all. */
  get size(): number {
    return this.withFleet ? 2 * WEBHOOKS : WEBHOOKS;
  }

  /** Declares a version from now on. @returns what is to be live then */
  async declare({ name, shop, events }: Version): Promise<Expected[]> {
    const instances = instancesOf(shop);
    const shared = { name, url: `https://${name}.example/hook`, events };
    const fleet: WebhookFleetArgs = { ...shared, instances, url: `https://${name}.example/{instanceId}` };
    await this.stack.declare({
      webhooks: Object.fromEntries(
        instances.map((instanceId, index) => [`webhook-${index}`, { ...shared, instanceId }]),
      ),
      ...(this.withFleet && { fleets: { fleet } }),
    });
    const urls = (id: string) => [shared.url, ...(this.withFleet ? [`https://${name}.example/${id}`] : [])];
    return instances.flatMap((instanceId) =>
      urls(instanceId).map((url) => ({ instanceId, name, url, enabled: true, events: [...events].sort() })),
    );
  }

  /** Runs a command and kills it at its moment. @returns whether it was still under way then */
  async crash(command: "up" | "destroy", moment: CrashMoment, victims: Victims): Promise<boolean> {
    this.server.log.reset();
    moment.prepare(this.server);
    const running = this.start(command);
    await moment.arrives(this.server, running);
    const wasRunning = running.isRunning();
    if (wasRunning) kill(running, victims);
    await running.ended;
    this.server.faults.clear();
    return wasRunning;
  }

  /** Starts a command. */
  start(command: "up" | "destroy", ...args: readonly string[]): RunningCommand {
    return startPulumi(this.stack.project, [command, "--yes", "--skip-preview", ...args], this.env);
  }

  /** Runs a command to its end, after `pulumi cancel` where the stack is locked. @throws CommandFailure where it fails */
  async run(command: "up" | "destroy", ...args: readonly string[]): Promise<void> {
    const { project } = this.stack;
    if (await this.isLocked()) await project.pulumi("cancel", "--yes");
    this.server.log.reset();
    const { succeeded, output } = await this.start(command, ...args).ended;
    if (!succeeded) throw new CommandFailure({ output, calls: [] });
  }

  /** The live webhooks in the form of {@link Expected}. */
  live(): Expected[] {
    return this.server.webhooks().map((webhook) => {
      const { instanceId, name, url, enabled } = webhook;
      return { instanceId, name, url, enabled, events: eventsOn(webhook) };
    });
  }

  /** Ids of all webhooks in state, those of fleets included. */
  async idsInState(): Promise<string[]> {
    const resources = await this.stack.resources();
    return resources.flatMap(({ id, outputs: { webhookIds } }) =>
      webhookIds === undefined ? [id] : Object.values(webhookIds as Record<string, string>),
    );
  }

  /** Whether a command holds the stack, or has left it so. */
  async isLocked(): Promise<boolean> {
    // The folder of the locks comes with the first of them.
    const entries = await readdir(this.stack.project.backend, { recursive: true, withFileTypes: true });
    return entries.some((entry) => entry.isFile() && /\.pulumi\/locks\b/.test(entry.parentPath));
  }

  /** Stops the server and removes the project's folder. */
  async close(): Promise<void> {
    await this.stack.close();
    await this.server.close();
  }
}

function instancesOf(shop: string): string[] {
  return Array.from({ length: WEBHOOKS }, (_, index) => `${shop}-${index + 1}`);
}
