import { Refusal } from "./failure";

/** A live webhook: ids alone may repeat between servers and instances. */
export interface WebhookKey {
  readonly baseUrl: string;
  readonly instanceId: string;
  readonly webhookId: string;
}

/** What a declaration is looked up by on its instance. */
export interface DeclarationKey {
  readonly name: string;
  readonly url: string;
}

interface Wanted {
  readonly was: string;
  readonly is: string;
  /** The program of this run declares it, as far as it has come. */
  readonly isDeclared: boolean;
}

/**
 * Which live webhooks the resources of this run have settled or are about to, so that two
 * resources never own one. The engine starts one provider process a run, which holds one of these.
 */
export class Claims {
  readonly #settled = new Set<string>();
  readonly #declared = new Set<string>();
  readonly #wanted = new Map<string, Wanted>();

  /** Notes that the program declares this. */
  declare(instanceId: string, declaration: DeclarationKey): void {
    this.#declared.add(JSON.stringify([instanceId, declarationOf(declaration)]));
  }

  /**
   * Notes that a resource in state goes on with this webhook: how it was declared, and how it is now.
   *
   * @returns whether it can: not where another resource has taken it over in this run, or one in state already goes
   *   on with it. Two have the same one in state after a resource was renamed in a run that failed.
   */
  want(webhook: WebhookKey, was: DeclarationKey, is: DeclarationKey): boolean {
    // Another resource took it over by its id, or by the name and url that this one had.
    if (this.isClaimed(webhook)) return false;
    const declaration = declarationOf(is);
    const before = this.#wanted.get(keyOf(webhook));
    if (before?.isDeclared && before.is !== declaration) return false;
    // A refresh compares, too, with what was declared last, whether or not the program still does.
    const isDeclared = this.#declared.has(JSON.stringify([webhook.instanceId, declaration]));
    this.#wanted.set(keyOf(webhook), { was: declarationOf(was), is: declaration, isDeclared });
    return true;
  }

  /** Whether a resource in state goes on with this webhook under another declaration. */
  isWantedByOther(webhook: WebhookKey, declaration: DeclarationKey): boolean {
    const wanted = this.#wanted.get(keyOf(webhook));
    return wanted !== undefined && wanted.is !== declarationOf(declaration);
  }

  /** Whether a resource that the program declares goes on with this webhook under another declaration. */
  isDeclaredByOther(webhook: WebhookKey, declaration: DeclarationKey): boolean {
    return (
      (this.#wanted.get(keyOf(webhook))?.isDeclared ?? false) && this.isWantedByOther(webhook, declaration)
    );
  }

  /** Whether the resource in state that goes on with this webhook has this declaration: it is being replaced. */
  isWantedBySame(webhook: WebhookKey, declaration: DeclarationKey): boolean {
    return this.#wanted.get(keyOf(webhook))?.is === declarationOf(declaration);
  }

  /**
   * Whether a declared resource in state goes on with this webhook, so that the delete of another
   * resource, whose state has it, too, must leave it there. The delete may also be that of the same resource, in
   * a replacement that the user asked for: it has the old declaration then, and another one replaces it.
   */
  isKept(webhook: WebhookKey, deleted: DeclarationKey): boolean {
    const wanted = this.#wanted.get(keyOf(webhook));
    if (!wanted?.isDeclared) return false;
    return wanted.was === wanted.is || wanted.was !== declarationOf(deleted);
  }

  /**
   * Claims the webhook for the calling resource.
   *
   * @throws Refusal where another one has it already.
   */
  claim(webhook: WebhookKey): void {
    if (this.isClaimed(webhook)) throw ownedByOther(webhook);
    this.#settled.add(keyOf(webhook));
  }

  /** Whether a resource of this run has claimed the webhook. */
  isClaimed(webhook: WebhookKey): boolean {
    return this.#settled.has(keyOf(webhook));
  }
}

/** The refusal of a webhook that another resource owns. */
export function ownedByOther({ webhookId }: WebhookKey): Refusal {
  return new Refusal(
    `webhook ${webhookId} already belongs to another resource of this run`,
    "declare each live webhook once: change name or url, or choose another one with webhookId",
  );
}

function keyOf({ baseUrl, instanceId, webhookId }: WebhookKey): string {
  return JSON.stringify([baseUrl, instanceId, webhookId]);
}

function declarationOf({ name, url }: DeclarationKey): string {
  return JSON.stringify([name, url]);
}
