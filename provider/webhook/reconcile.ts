import { CallFailure, isAbsent } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import type { ConnectionInputs } from "../config/connection";
import { isDeadlineOver } from "../http/deadline";
import { rereadDelayMs } from "../http/retry";
import { ensureWebhook } from "./ensure";
import { droppedWarning, isUnreachable, Refusal, Unsettled } from "./failure";
import { mayBeSameUrl } from "./same-url";
import type { Operation, Session } from "./session";
import { settle } from "./settle";
import type { OnDestroy, WebhookInputs } from "./types";

/**
 * Finds the live webhook of a new resource, or creates it, and settles it.
 *
 * @throws Unsettled where a failure leaves a webhook behind.
 */
export async function createAndSettle(operation: Operation, inputs: WebhookInputs): Promise<LiveWebhook> {
  const { webhookId, removeDoubles } = await ensureWebhook(operation, inputs);
  try {
    await removeDoubles?.();
    return await settle(operation, webhookId, inputs);
  } catch (error) {
    throw error instanceof Unsettled ? error : new Unsettled(webhookId, error);
  }
}

/**
 * Settles a live webhook that is in state.
 *
 * @throws Unsettled where the operation's server, which may be another than that in state, is known to have the webhook.
 */
export async function updateAndSettle(
  operation: Operation,
  webhookId: string,
  inputs: WebhookInputs,
): Promise<LiveWebhook> {
  operation.owners.claim({ baseUrl: operation.baseUrl, inputs }, webhookId);
  return settle(operation, webhookId, inputs);
}

/** A webhook in state that is to be deleted, disabled or kept. */
export interface Destroyed extends ConnectionInputs, Pick<WebhookInputs, "name" | "url"> {
  readonly webhookId: string;
  /** Whether the live webhook is known to have this name and url. */
  readonly settled: boolean;
}

/**
 * Deletes, disables or keeps a live webhook, as an operation of its own. With `codechat:deleteUnreachable` one whose
 * instance cannot be reached is as good as destroyed, with a warning.
 */
export async function destroy(session: Session, inState: Destroyed, onDestroy: OnDestroy): Promise<void> {
  // What is kept takes no request, and so neither server nor token.
  if (onDestroy === "retain") return;
  try {
    await session.operation(inState, (operation) => destroyLive(operation, inState, onDestroy));
  } catch (error) {
    if (!(session.settings.deleteUnreachable && isUnreachable(error))) throw error;
    session.log(droppedWarning(inState, error));
  }
}

// One that is gone, or that another resource goes on with, is left. Where that one does nothing by itself in this run,
// it is settled here: the webhook may be as the destroyed resource declared it.
async function destroyLive(
  operation: Operation,
  inState: Destroyed,
  onDestroy: "delete" | "disable",
): Promise<void> {
  const { api, owners, baseUrl } = operation;
  const { instanceId, webhookId, settled } = inState;
  // Disabling says name and url again; where they may be others than state knows, they stay as they are.
  const shown = settled || onDestroy !== "disable" ? inState : await api.get(webhookId);
  if (!shown) return;
  const { name, url } = shown;
  const heir = owners.heirOf({ baseUrl, instanceId, webhookId }, { name, url });
  if (heir) {
    if (heir.toSettle) await settle(operation, webhookId, heir.toSettle);
    return;
  }
  if (onDestroy === "delete") {
    if (!(await api.delete(webhookId))) await waitUntilGone(operation, webhookId);
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

async function waitUntilGone({ api, deadline }: Operation, webhookId: string): Promise<void> {
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
