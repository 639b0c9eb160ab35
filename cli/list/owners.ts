import type { LiveWebhook } from "../core";
import type { DeclaredWebhook } from "../shared/project/declared-webhooks";
import type { Source } from "./sources";

/** A declared webhook, and the stack that declares it. */
export interface Owner {
  readonly stack: string;
  readonly webhook: DeclaredWebhook;
}

/** Where a live webhook was found. */
export interface Place {
  readonly server: string;
  readonly instanceId: string;
}

/** Finds who declares a live webhook. */
export class Owners {
  private readonly byKey = new Map<string, Owner[]>();

  constructor(sources: readonly Source[]) {
    for (const { stack, session, webhooks } of sources) {
      if (stack === undefined) continue;
      for (const webhook of webhooks) {
        const today = webhook.ownBaseUrl ?? session.settings.baseUrl;
        // The next `pulumi up` moves it to today's server, under the same id: the address alone may have changed.
        for (const server of new Set([webhook.baseUrl, today])) {
          if (server !== undefined) this.add(keyOf(server, webhook), { stack, webhook });
        }
      }
    }
  }

  /** All who declare this webhook; more than one where stacks declare the same. */
  of({ server, instanceId }: Place, { webhookId, name, url }: LiveWebhook): Owner[] {
    const keys = [idKey(server, instanceId, webhookId), nameKey(server, instanceId, name, url)];
    return keys.flatMap((key) => this.byKey.get(key) ?? []);
  }

  private add(key: string, owner: Owner): void {
    this.byKey.set(key, [...(this.byKey.get(key) ?? []), owner]);
  }
}

// What was not created yet is found by name and url, as the next `pulumi up` finds it.
function keyOf(server: string, { declared, webhookId }: DeclaredWebhook): string {
  const { instanceId, name, url } = declared;
  return webhookId === undefined
    ? nameKey(server, instanceId, name, url)
    : idKey(server, instanceId, webhookId);
}

function idKey(server: string, instanceId: string, webhookId: string): string {
  return JSON.stringify([server, instanceId, webhookId]);
}

function nameKey(server: string, instanceId: string, name: string, url: string): string {
  return JSON.stringify([server, instanceId, name, url]);
}
