import type { WebhookProvider } from "../../../provider/webhook/lifecycle";
import { type Arguments, type Kept, Resource } from "../provider/resource";

/** What a program declares, by resource name, in the order of the program. */
export type Declarations = ReadonlyMap<string, Arguments>;

/**
 * A stack of webhooks as the engine treats it: all resources at once, deletes only where all went well,
 * what was replaced after that. Errors are returned as the engine prints them.
 */
export class Stack {
  #resources = new Map<string, Resource>();
  #replaced: Kept[] = [];

  /** @param start starts a provider process; each command has its own. */
  constructor(private readonly start: () => Promise<WebhookProvider>) {}

  /** The resources in state. */
  get kept(): ReadonlyMap<string, Kept> {
    return new Map([...this.#resources].flatMap(([name, { kept }]) => (kept ? [[name, kept]] : [])));
  }

  /** `pulumi up`, or `pulumi up --refresh`. */
  async up(program: Declarations, { refresh = false } = {}): Promise<unknown[]> {
    const run = await this.start();
    if (refresh) {
      const failures = await this.#each(this.#resources.values(), (resource) => resource.refresh(run));
      this.#forgetGone();
      if (failures.length > 0) return failures;
    }
    const failures = await this.#each(program, ([name, args]) => this.#settle(run, name, args));
    this.#forgetGone();
    return failures.length > 0 ? failures : this.#deleteRest(run, program);
  }

  /** `up` whose engine is killed before it has written any state. */
  async upAndKill(program: Declarations): Promise<void> {
    const resources = [...this.#resources].map(([name, { kept }]) => [name, kept] as const);
    const replaced = this.#replaced;
    await this.up(program);
    this.#replaced = replaced;
    this.#resources = new Map(
      resources.map(([name, kept]) => [name, Object.assign(new Resource(name), { kept })]),
    );
  }

  async #settle(run: WebhookProvider, name: string, args: Arguments): Promise<void> {
    const old = this.#resources.get(name);
    const { replaces = [] } = old ? await old.preview(run, args) : {};
    if (old && replaces.length === 0) {
      await old.up(run, args);
      return;
    }
    const created = new Resource(name);
    try {
      await created.up(run, args);
    } finally {
      if (created.kept) {
        this.#resources.set(name, created);
        if (old) this.#replaced.push(old.state);
      }
    }
  }

  async #deleteRest(run: WebhookProvider, program: Declarations): Promise<unknown[]> {
    const gone = [...this.#resources].filter(([name]) => !program.has(name));
    const failures = await this.#each(gone, async ([name, resource]) => {
      await resource.destroy(run);
      this.#resources.delete(name);
    });
    const replaced = await this.#each([...this.#replaced], async (kept) => {
      await run.delete(kept.id, kept.outputs);
      this.#replaced = this.#replaced.filter((other) => other !== kept);
    });
    return [...failures, ...replaced];
  }

  #forgetGone(): void {
    for (const [name, { kept }] of this.#resources) if (!kept) this.#resources.delete(name);
  }

  async #each<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<unknown[]> {
    const results = await Promise.allSettled([...items].map(work));
    return results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  }
}
