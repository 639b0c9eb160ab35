import type { WebhookApi } from "../api/client";
import { CallFailure, isAbsent } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { rereadDelayMs } from "../http/retry";
import { type Ensurable, ensureWebhook } from "./ensure";
import { Refusal } from "./failure";
import { mayBeSameUrl } from "./same-url";
import type { Operation } from "./session";
import { type Declared, settle } from "./settle";
import type { OnDestroy } from "./types";

/** A declaration of one live webhook. */
export type DeclaredWebhook = Ensurable & Declared;

/**
 * Finds the live webhook of a new resource, or creates it, and settles it.
 *
 * @param exists is told the id as soon as the webhook is known to exist, so that a failure after
 *   that can leave it in state.
 */
export async function createAndSettle(
  operation: Operation,
  declared: DeclaredWebhook,
  exists: (webhookId: string) => void,
): Promise<LiveWebhook> {
  const { webhookId, removeDoubles } = await ensureWebhook(operation, declared);
  exists(webhookId);
  await removeDoubles?.();
  return settle(operation.api, webhookId, declared, operation.deadline);
}

/**
 * Settles a live webhook that is in state.
 *
 * @param exists is called once the operation's server, which may be another than that in state, is
 *   known to have the webhook.
 */
export async function updateAndSettle(
  { api, claims, baseUrl, deadline }: Operation,
  webhookId: string,
  declared: DeclaredWebhook,
  exists: () => void,
): Promise<LiveWebhook> {
  claims.claim({ baseUrl, instanceId: declared.instanceId, webhookId });
  return settle(api, webhookId, declared, deadline, exists);
}

/** Deletes or disables a live webhook; one that is gone, or that another resource of this run goes on with, is left. */
export async function destroy(
  { api, claims, baseUrl, deadline }: Operation,
  { instanceId, webhookId, name, url }: { instanceId: string; webhookId: string; name: string; url: string },
  onDestroy: OnDestroy,
): Promise<void> {
  const webhook = { baseUrl, instanceId, webhookId };
  if (onDestroy === "retain" || claims.isClaimed(webhook) || claims.isKept(webhook, { name, url })) return;
  if (onDestroy === "delete") {
    if (!(await api.delete(webhookId))) await waitUntilGone(api, webhookId, deadline);
    return;
  }
  try {
    await api.update(webhookId, { name, url, enabled: false });
  } catch (error) {
    if (isAbsent(error)) return;
    // What an update wanted and was refused stands in state: what is live stays as it is.
    const live = error instanceof CallFailure && mayBeSameUrl(error) ? await api.get(webhookId) : undefined;
    if (!live || (live.name === name && live.url === url)) throw error;
    await api.update(webhookId, { name: live.name, url: live.url, enabled: false });
  }
}

async function waitUntilGone(api: WebhookApi, webhookId: string, deadline: Deadline): Promise<void> {
  let shown = false;
  try {
    for (let reads = 0; await api.get(webhookId); reads += 1) {
      shown = true;
      await deadline.sleep(rereadDelayMs(reads));
    }
  } catch (error) {
    if (!(shown && isDeadlineOver(error))) throw error;
    throw new Refusal(
      `the server did not refuse the delete, but after ${deadline.limitMs / 1000} s it still shows the webhook`,
      "run `pulumi destroy` or `pulumi up` again; where it stays so, delete the webhook on the server",
      { cause: error },
    );
  }
}
