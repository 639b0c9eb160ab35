import { isDeepStrictEqual } from "node:util";
import type { LiveWebhook } from "../../../emulator/src";
import { canonicalEventName } from "../../../provider/api/events";
import { SECRETS } from "../faults/declarations";
import {
  type Happening,
  type Identity,
  INSTANCES,
  type RandomProgram,
  type Story,
  type Wishes,
} from "./arbitrary";
import { catchUp, DEADLINE_MS, type FaultBench, startBench } from "./run";
import { type Declarations, Stack } from "./stack";

/** A declared webhook, by the resource that declares it, with the flags that are managed. */
interface Shown extends Identity {
  readonly resource: string;
  readonly enabled: boolean;
  readonly events: Readonly<Record<string, boolean | undefined>>;
}

/** How a story ends. */
export interface Ending {
  /** Errors of the quiet `up --refresh`. */
  readonly failures: readonly unknown[];
  /** What is declared. */
  readonly expected: readonly Shown[];
  /** The same of the webhooks that the state knows. */
  readonly live: readonly (Shown | undefined)[];
  /** Live webhooks that neither the state knows nor someone else has made or been left with. */
  readonly strays: readonly LiveWebhook[];
  /** What the next `up` sends. */
  readonly quietCalls: readonly unknown[];
  /** What the next `up --refresh` sends beside reads, and what it changes in state. */
  readonly drift: readonly unknown[];
}

/** The most reads that reads lag behind in a story. */
const MOST_LAG = 2;

/** Lets a story happen, then runs a quiet `pulumi up --refresh` and looks. */
export async function endOf(story: Story): Promise<Ending> {
  const bench = await startBench(story.dialect);
  bench.server.register(Object.fromEntries(INSTANCES.map((instanceId) => [instanceId, SECRETS.token])));
  try {
    const teller = new Teller(bench, story);
    for (const happening of story.happenings) await teller.happens(happening);
    return await teller.ends(story.last);
  } finally {
    await bench.server.close();
  }
}

class Teller {
  readonly #stack: Stack;
  /** Webhooks that are not the stack's: made by hand, or left by a run that was never repeated. */
  readonly #foreign = new Set<string>();

  constructor(
    private readonly bench: FaultBench,
    private readonly story: Story,
  ) {
    this.#stack = new Stack(() => bench.start());
  }

  async happens(happening: Happening): Promise<void> {
    const { server } = this.bench;
    switch (happening.kind) {
      case "up": {
        this.#abandon(happening.program, happening.refresh);
        server.faults.set(...happening.faults);
        await this.#stack.up(this.#declarations(happening.program), happening);
        return this.#calm();
      }
      case "killed":
        this.#abandon(happening.program, false);
        await this.#stack.upAndKill(this.#declarations(happening.program));
        return this.#calm();
      case "edit":
        return this.#byHand(happening.which, ({ instanceId, webhookId }) => {
          if (!this.#knows(webhookId)) this.#foreign.add(String(webhookId));
          server.edit(instanceId, webhookId, happening.edit);
        });
      case "delete":
        return this.#byHand(happening.which, ({ instanceId, webhookId }) =>
          server.remove(instanceId, webhookId),
        );
      case "create": {
        const { instanceId, name, url } = this.#identity(happening.identity);
        this.#foreign.add(String(server.plant(instanceId, { name, url }).webhookId));
      }
    }
  }

  async ends(program: RandomProgram): Promise<Ending> {
    const { server } = this.bench;
    this.#abandon(program, true);
    this.#tidyUp(program);
    const declarations = this.#declarations(program);
    let failures = await this.#stack.up(declarations, { refresh: true });
    if (this.#choose(failures)) failures = await this.#stack.up(declarations, { refresh: true });
    await this.#calm();
    const expected = program.map((each) => this.#expected(each)).sort(byResource);
    const live = expected.map((each) => this.#live(each));
    const strays = server
      .webhooks()
      .filter(({ webhookId }) => !this.#knows(webhookId) && !this.#foreign.has(String(webhookId)));
    server.log.reset();
    const quietFailures = await this.#stack.up(declarations);
    const quietCalls = [...quietFailures, ...server.log.entries];
    const before = new Map(this.#stack.kept);
    const driftFailures = await this.#stack.up(declarations, { refresh: true });
    const writes = server.log.entries.filter(({ method }) => method !== "GET");
    const changed = [...this.#stack.kept].filter(
      ([name, kept]) => !isDeepStrictEqual(kept, before.get(name)),
    );
    return { failures, expected, live, strays, quietCalls, drift: [...driftFailures, ...writes, ...changed] };
  }

  /** The server is well again, and what was late has happened. */
  async #calm(): Promise<void> {
    const { server, clock } = this.bench;
    const lags =
      (this.story.dialect.readLag ?? 0) > 0 ||
      server.faults.rules.some(({ rule }) => rule.fault.kind === "dialect");
    server.faults.clear();
    await clock.sleep(DEADLINE_MS);
    if (lags) for (const instanceId of INSTANCES) await catchUp(server, instanceId, MOST_LAG);
  }

  #byHand(which: number, change: (webhook: LiveWebhook) => void): void {
    const webhooks = this.bench.server.webhooks();
    const webhook = webhooks[which % webhooks.length];
    if (webhook) change(webhook);
  }

  /** What a failed or killed run left on the server is the stack's only if the next run still declares it anew. */
  #abandon(program: RandomProgram, refresh: boolean): void {
    const { server } = this.bench;
    const live = server.webhooks();
    const ids = [...this.#stack.kept.values()].map(({ id }) => id);
    const isNew = ({ resource, identity }: RandomProgram[number]) => {
      const kept = this.#stack.kept.get(resource);
      if (!kept || kept.outputs.instanceId !== this.#identity(identity).instanceId) return true;
      const isGone = refresh && !live.some(({ webhookId }) => String(webhookId) === kept.id);
      return isGone || ids.filter((id) => id === kept.id).length > 1;
    };
    const wanted = program.filter(isNew).map(({ identity }) => this.#identity(identity));
    for (const webhook of live) {
      if (this.#knows(webhook.webhookId) || wanted.some((identity) => isSame(identity, webhook))) continue;
      this.#foreign.add(String(webhook.webhookId));
    }
  }

  /** Someone removes what they made with a url that others have, too: what then belongs to whom is for people to say. */
  #tidyUp(program: RandomProgram): void {
    const { server } = this.bench;
    const kept = [...this.#stack.kept.values()].map(({ inputs }) => inputs);
    const declared = program.map(({ identity }) => this.#identity(identity));
    for (const webhook of server.webhooks()) {
      const { instanceId, webhookId, url } = webhook;
      if (this.#knows(webhookId) || !this.#foreign.has(String(webhookId))) continue;
      const others = server.webhooks(instanceId).filter((other) => other.webhookId !== webhookId);
      const renamed = declared.filter((identity) => !isSame(identity, webhook));
      if ([...others, ...kept, ...renamed].some((other) => other.url === url))
        server.remove(instanceId, webhookId);
    }
  }

  /** Does what an error asks for that leaves the choice between several webhooks to people: deletes all but one. */
  #choose(failures: readonly unknown[]): boolean {
    const { server } = this.bench;
    const ids = failures.flatMap(
      (failure) => / with this url: (.+)\nnow/.exec((failure as Error).message)?.[1]?.split(", ") ?? [],
    );
    for (const { instanceId, webhookId } of server.webhooks()) {
      if (ids.indexOf(String(webhookId)) > 0) server.remove(instanceId, webhookId);
    }
    return ids.length > 0;
  }

  #knows(webhookId: string | number): boolean {
    return [...this.#stack.kept.values()].some(({ id }) => id === String(webhookId));
  }

  #identity(index: number): Identity {
    const identity = this.story.identities[index];
    if (!identity) throw new RangeError(`there is no identity ${index}`);
    return identity;
  }

  #declarations(program: RandomProgram): Declarations {
    return new Map(
      program.map(({ resource, identity, wishes }) => [resource, { ...this.#identity(identity), ...wishes }]),
    );
  }

  #expected({ resource, identity, wishes }: RandomProgram[number]): Shown {
    const { vocabulary = [] } = this.story.dialect;
    return {
      resource,
      ...this.#identity(identity),
      enabled: wishes.enabled ?? true,
      events: Object.fromEntries(vocabulary.flatMap((flag) => wantedFlag(wishes, flag))),
    };
  }

  #live({ resource, events }: Shown): Shown | undefined {
    const id = this.#stack.kept.get(resource)?.id;
    const webhook = this.bench.server.webhooks().find(({ webhookId }) => String(webhookId) === id);
    if (!webhook) return undefined;
    const { instanceId, name, url, enabled } = webhook;
    const managed = Object.keys(events).map((flag) => [flag, webhook.events[flag]]);
    return { resource, instanceId, name, url, enabled, events: Object.fromEntries(managed) };
  }
}

/** What a declaration says of a flag; nothing where it leaves it alone. */
function wantedFlag({ events = "all", otherEvents }: Wishes, flag: string): [string, boolean][] {
  const isList = Array.isArray(events);
  const others = otherEvents ?? (events === "all" ? "on" : isList ? "off" : "leave");
  const named = new Map(
    events === "all"
      ? []
      : isList
        ? events.map((name): [string, boolean] => [canonicalEventName(name), true])
        : Object.entries(events).map(([name, on]): [string, boolean] => [canonicalEventName(name), on]),
  );
  const on = named.get(flag) ?? (others === "leave" ? undefined : others === "on");
  return on === undefined ? [] : [[flag, on]];
}

function isSame(a: Identity, b: Identity): boolean {
  return a.instanceId === b.instanceId && a.name === b.name && a.url === b.url;
}

function byResource(a: Shown, b: Shown): number {
  return a.resource < b.resource ? -1 : 1;
}
