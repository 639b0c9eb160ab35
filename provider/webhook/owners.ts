import type { Claims } from "./claims";
import { Refusal } from "./failure";
import type { WebhookInputs } from "./types";

/** A live webhook: ids alone may repeat between servers and instances. */
export interface WebhookKey {
  /** In normal form. */
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly webhookId: string;
}

/** A declaration on a server. */
export interface Declared {
  /** The server that it means now, in normal form. */
  readonly baseUrl: string;
  readonly inputs: WebhookInputs;
}

/** Who goes on with a webhook that is to be deleted. */
export interface Heir {
  /** What the webhook has to be made like, where no operation of the heir does that in this run. */
  readonly toSettle?: WebhookInputs;
}

/** A resource that the program declares, or a member of a fleet, and the live webhook that it owns. */
interface Owner {
  /** How errors name it, such as `Webhook "orders"`: the logical name tells resources of a program apart. */
  readonly name: string;
  inputs: WebhookInputs;
  /** Where its webhook is looked for, and created: a name and a url on an instance of a server. */
  place: string;
  /** The live webhook that it has in state, or has found or created in this run, and its key. */
  webhookId?: string | undefined;
  webhook?: string | undefined;
  /** Where state has it; absent where it is new. */
  placeInState?: string;
  /** Whether an operation of this run makes, or has made, the webhook as declared. */
  isSettled: boolean;
  /** Another resource is declared at the same place, and neither has a webhook: neither gets one. */
  contestedBy?: string;
}

/**
 * Who owns which live webhook in this run, so that two resources never own one.
 *
 * `check` enters what the program declares, under the resource's logical name; every later call finds its resource by
 * what it declares. `diff` enters the webhook that a resource in state goes on with, and every operation that settles
 * a webhook claims it first. Each provider process holds one of these; {@link Claims} tell it of the others.
 *
 * Example: `a` is renamed to `b`. `b` finds the webhook of `a` by name and url and claims it; the delete of `a`, which
 * comes last, sees that `b` owns it and sends nothing.
 */
export class Owners {
  readonly #byName = new Map<string, Owner>();
  readonly #byPlace = new Map<string, Owner>();
  readonly #byWebhook = new Map<string, Owner>();
  readonly #claims: Claims | undefined;

  /** @param claims those of the engine's other provider processes. Default: there are none. */
  constructor(claims?: Claims) {
    this.#claims = claims;
  }

  /**
   * Enters a resource that the program declares.
   *
   * @returns why it is refused: another resource is declared at the same place, or with the same `webhookId`.
   */
  declare(name: string, declared: Declared): Refusal | undefined {
    const { inputs } = declared;
    const there = this.#byPlace.get(placeOf(declared));
    if (there && there.name !== name && !areTwins(there.inputs, inputs)) {
      if (there.webhookId === undefined) there.contestedBy = name;
      return declaredTwice(name, there.name, inputs);
    }
    const owner = this.#enter(name, declared);
    const { webhookId } = inputs;
    if (webhookId === undefined) {
      this.#claims?.note(owner.place, name);
      return undefined;
    }
    const other = this.#ownerOf(declared, webhookId);
    if (other && other.name !== name) return ownedByOther(webhookId, other.name);
    this.#byWebhook.set(keyOf(declared, webhookId), other ?? owner);
    return undefined;
  }

  /**
   * Enters that a resource goes on with the webhook that it has in state; of a resource that the program does not
   * declare, which a refresh may ask for, nothing is entered.
   *
   * @param inState how state declares it.
   * @returns whether it can: not where another resource owns the webhook.
   */
  goOn(declared: Declared, webhook: WebhookKey, inState: WebhookInputs): boolean {
    const owner = this.#find(declared);
    const key = webhookKey(webhook);
    const other = this.#byWebhook.get(key);
    if (other && other !== owner) return false;
    if (!owner) return true;
    if (this.#claims?.holder(key) !== undefined) return false;
    this.#claims?.note(key, owner.name);
    owner.placeInState = placeKey(webhook.baseUrl, inState);
    this.#own(owner, webhook);
    return true;
  }

  /** @throws Refusal where another resource is declared at the same place, so that neither may create a webhook there. */
  refuseContested(declared: Declared): void {
    const owner = this.#find(declared);
    const other = owner?.contestedBy ?? this.#claims?.holder(placeOf(declared));
    if (owner && other !== undefined) throw declaredTwice(owner.name, other, declared.inputs);
  }

  /** Whether the resource has the webhook in state already: it is being replaced. */
  isOwn(declared: Declared, webhookId: string): boolean {
    const owner = this.#ownerOf(declared, webhookId);
    return owner !== undefined && owner === this.#find(declared);
  }

  /**
   * Makes the resource the owner of a webhook that it is about to settle.
   *
   * @throws Refusal where another one owns it.
   */
  claim(declared: Declared, webhookId: string): void {
    this.refuseOwnedByOther(declared, webhookId);
    const { baseUrl, inputs } = declared;
    const name = `webhook ${webhookId} of instance ${inputs.instanceId}`;
    const owner = this.#find(declared) ?? this.#enter(name, declared);
    const webhook = { baseUrl, instanceId: inputs.instanceId, webhookId };
    const holder = this.#claims?.take(webhookKey(webhook), owner.name);
    if (holder !== undefined) throw ownedByOther(webhookId, holder);
    // A replacement that found or created another one gives up what it had.
    if (owner.webhook !== webhookKey(webhook)) this.#giveUp(owner);
    owner.isSettled = true;
    this.#own(owner, webhook);
  }

  /** @throws Refusal where another resource owns the webhook. */
  refuseOwnedByOther(declared: Declared, webhookId: string): void {
    const other = this.#otherOwnerOf(declared, webhookId);
    if (other !== undefined) throw ownedByOther(webhookId, other);
  }

  /** Whether another resource owns the webhook. */
  isOwnedByOther(declared: Declared, webhookId: string): boolean {
    return this.#otherOwnerOf(declared, webhookId) !== undefined;
  }

  /**
   * Who goes on with a webhook that is to be deleted because a resource, whose state has it, is not declared any
   * more or is replaced. `undefined` where nobody does.
   *
   * @param inState how state declares the resource.
   */
  heirOf(webhook: WebhookKey, inState: Pick<WebhookInputs, "name" | "url">): Heir | undefined {
    const { baseUrl, instanceId } = webhook;
    const place = placeKey(baseUrl, { ...inState, instanceId });
    const owner = this.#byWebhook.get(webhookKey(webhook));
    if (!owner) {
      // In another process, one that has the webhook, or is about to look for it.
      if ([webhookKey(webhook), place].some((thing) => this.#claims?.holder(thing) !== undefined)) return {};
      // It may be adopted yet, by its name and url.
      const next = this.#byPlace.get(place);
      return next && next.webhookId === undefined && next.inputs.webhookId === undefined ? {} : undefined;
    }
    // A replacement that deletes first and is declared otherwise from now on: the new one will find nothing here.
    const isOwnDelete = !owner.isSettled && owner.placeInState === place && owner.place !== place;
    if (!isOwnDelete) return owner.isSettled ? {} : { toSettle: owner.inputs };
    this.#giveUp(owner);
    return undefined;
  }

  #enter(name: string, declared: Declared): Owner {
    const place = placeOf(declared);
    const { inputs } = declared;
    const owner = this.#byName.get(name) ?? { name, place, inputs, isSettled: false };
    // Before it replaces a resource, the engine checks it anew, without what `ignoreChanges` kept from the state.
    if (owner.place !== place && this.#byPlace.get(owner.place) === owner) {
      this.#byPlace.delete(owner.place);
      this.#claims?.release(owner.place);
    }
    Object.assign(owner, { place, inputs });
    this.#byName.set(name, owner);
    if (!this.#byPlace.has(place)) this.#byPlace.set(place, owner);
    return owner;
  }

  #own(owner: Owner, webhook: WebhookKey): void {
    owner.webhookId = webhook.webhookId;
    owner.webhook = webhookKey(webhook);
    this.#byWebhook.set(owner.webhook, owner);
  }

  #giveUp(owner: Owner): void {
    if (owner.webhook === undefined) return;
    this.#claims?.release(owner.webhook);
    this.#byWebhook.delete(owner.webhook);
    owner.webhook = undefined;
    owner.webhookId = undefined;
  }

  #ownerOf(declared: Declared, webhookId: string): Owner | undefined {
    return this.#byWebhook.get(keyOf(declared, webhookId));
  }

  /** The name of another resource that owns the webhook, in this process or another one. */
  #otherOwnerOf(declared: Declared, webhookId: string): string | undefined {
    const owner = this.#ownerOf(declared, webhookId);
    if (!owner) return this.#claims?.holder(keyOf(declared, webhookId));
    return owner === this.#find(declared) ? undefined : owner.name;
  }

  #find(declared: Declared): Owner | undefined {
    const place = placeOf(declared);
    const { webhookId } = declared.inputs;
    // Only ids tell twins apart.
    const owner = webhookId === undefined ? undefined : this.#ownerOf(declared, webhookId);
    if (owner?.place === place) return owner;
    const there = this.#byPlace.get(place);
    return there && areTwins(there.inputs, declared.inputs) ? undefined : there;
  }
}

// Two live webhooks with one name and url, which their ids tell apart.
function areTwins(a: WebhookInputs, b: WebhookInputs): boolean {
  return a.webhookId !== undefined && b.webhookId !== undefined && a.webhookId !== b.webhookId;
}

function declaredTwice(name: string, other: string, { instanceId }: WebhookInputs): Refusal {
  return new Refusal(
    `${name} and ${other} declare the same live webhook: instance ${instanceId}, same name and url`,
    "declare it once, or change name or url of one of them",
  );
}

function ownedByOther(webhookId: string, owner: string): Refusal {
  return new Refusal(
    `webhook ${webhookId} already belongs to another resource of this run: ${owner}`,
    "declare each live webhook once: change name or url, or choose another one with webhookId",
  );
}

function webhookKey({ baseUrl, instanceId, webhookId }: WebhookKey): string {
  return JSON.stringify([baseUrl, instanceId, webhookId]);
}

function keyOf({ baseUrl, inputs: { instanceId } }: Declared, webhookId: string): string {
  return webhookKey({ baseUrl, instanceId, webhookId });
}

function placeOf({ baseUrl, inputs }: Declared): string {
  return placeKey(baseUrl, inputs);
}

function placeKey(
  baseUrl: string,
  { instanceId, name, url }: Pick<WebhookInputs, "instanceId" | "name" | "url">,
): string {
  return JSON.stringify([baseUrl, instanceId, name, url]);
}
