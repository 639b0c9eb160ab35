import type { HiddenInputs } from "../../../provider/webhook/hidden";
import type { WebhookProvider } from "../../../provider/webhook/lifecycle";
import type { WebhookInputs, WebhookState } from "../../../provider/webhook/types";
import { INSTANCE } from "../server/server";
import { hasChanges } from "./open-diff";

/** Arguments as the resource class sends them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** The line that loads the provider, which is in every bag of inputs and outputs. */
export const PROVIDER_LINE = "exports.handler = () => …";

type Bag<T> = T & HiddenInputs;

/** What the engine keeps of a resource. */
export interface Kept {
  readonly id: string;
  readonly inputs: Bag<WebhookInputs>;
  readonly outputs: Bag<WebhookState>;
  /** The resource exists, but its last operation did not finish. */
  readonly unfinished: boolean;
}

/** A declaration that nothing is wrong with. */
export const ORDERS = {
  instanceId: INSTANCE,
  name: "orders",
  url: "https://shop.example/hook",
  events: ["messagesUpsert", "connectionUpdate"],
} as const;

/** One resource as the engine and its launcher treat it; every operation takes the provider of its run. */
export class Resource {
  kept: Kept | undefined;

  /** @param name its logical name in the program. */
  constructor(readonly name = nextName()) {}

  /** What the engine keeps; an error where it keeps nothing. */
  get state(): Kept {
    if (!this.kept) throw new Error("the engine keeps nothing of this resource");
    return this.kept;
  }

  /** `pulumi up`: check, diff, then what that asks for. @returns what was done */
  async up(run: WebhookProvider, args: Arguments): Promise<"created" | "unchanged" | "updated" | "replaced"> {
    const inputs = await declare(run, args, this.name);
    const old = this.kept;
    if (!old) {
      await this.#create(run, inputs);
      return "created";
    }
    const diff = await run.diff(old.id, old.outputs, inputs);
    const { replaces = [] } = diff;
    if (replaces.length > 0) {
      await this.#create(run, inputs);
      await run.delete(old.id, old.outputs);
      return "replaced";
    }
    if (!hasChanges(diff, old.inputs, inputs) && !old.unfinished) return "unchanged";
    await this.#keep(old.id, inputs, async () => {
      const { outs } = await run.update(old.id, old.outputs, inputs);
      return { id: old.id, outs };
    });
    return "updated";
  }

  /** `pulumi refresh`. @returns whether the webhook is still there */
  async refresh(run: WebhookProvider): Promise<"there" | "gone"> {
    const { id, outputs } = this.state;
    const read = await run.read(id, outputs);
    const { __provider } = outputs;
    this.kept = read.id
      ? {
          id: read.id,
          inputs: { ...(read.inputs as WebhookInputs), __provider },
          outputs: { ...(read.props as WebhookState), __provider },
          unfinished: false,
        }
      : undefined;
    return read.id ? "there" : "gone";
  }

  /** What the next `pulumi up` would do, without doing it. */
  async preview(run: WebhookProvider, args: Arguments) {
    const inputs = await declare(run, args, this.name);
    const diff = await run.diff(this.state.id, this.state.outputs, inputs);
    return { ...diff, changes: hasChanges(diff, this.state.inputs, inputs) };
  }

  /** `pulumi destroy`, or the resource is taken out of the program. */
  async destroy(run: WebhookProvider): Promise<void> {
    await run.delete(this.state.id, this.state.outputs);
    this.kept = undefined;
  }

  #create(run: WebhookProvider, inputs: Bag<WebhookInputs>): Promise<void> {
    return this.#keep(undefined, inputs, () => run.create(inputs));
  }

  async #keep(
    id: string | undefined,
    inputs: Bag<WebhookInputs>,
    work: () => Promise<{ id: string; outs?: WebhookState | undefined }>,
  ): Promise<void> {
    const { __provider } = inputs;
    try {
      const { id: newId, outs } = await work();
      this.kept = {
        id: newId,
        inputs,
        outputs: { ...(outs as WebhookState), __provider },
        unfinished: false,
      };
    } catch (error) {
      const failed = error as { id?: string; properties?: Bag<WebhookState> };
      if (failed.id !== undefined && failed.properties) {
        this.kept = { id: id ?? failed.id, inputs, outputs: failed.properties, unfinished: true };
      }
      throw error;
    }
  }
}

let names = 0;

function nextName(): string {
  names += 1;
  return `resource-${names}`;
}

/** A resource that `args` have created; without a name it has one of its own. */
export async function created(
  run: WebhookProvider,
  args: Arguments = ORDERS,
  name?: string,
): Promise<Resource> {
  const resource = new Resource(name);
  await resource.up(run, args);
  return resource;
}

/** Inputs as the engine keeps them after `check`; an error where `check` refuses them. */
export async function declare(
  run: WebhookProvider,
  args: Arguments,
  name?: string,
): Promise<Bag<WebhookInputs>> {
  const owner = name === undefined ? {} : { __owner: name };
  const news = { ...args, ...owner, __provider: PROVIDER_LINE } as unknown as Bag<WebhookInputs>;
  const { inputs, failures = [] } = await run.check({}, news);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  return inputs;
}

/** The reasons for which `check` refuses a declaration. */
export async function refusals(run: WebhookProvider, args: Arguments): Promise<string[]> {
  const news = { ...args, __provider: PROVIDER_LINE } as unknown as Bag<WebhookInputs>;
  const { failures = [] } = await run.check({}, news);
  return failures.map(({ property, reason }) => `${property}${reason}`);
}
