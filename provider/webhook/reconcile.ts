import type { WebhookApi } from "../api/client";
import { CallFailure, isAbsent } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { rereadDelayMs } from "../http/retry";
import { ensureWebhook } from "./ensure";
import { Refusal, Unsettled } from "./failure";
import { mayBeSameUrl } from "./same-url";
import type { Operation } from "./session";
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
    return await settle(operation.api, webhookId, inputs, operation.deadline);
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
  { api, owners, baseUrl, deadline }: Operation,
  webhookId: string,
  inputs: WebhookInputs,
): Promise<LiveWebhook> {
  owners.claim({ baseUrl, inputs }, webhookId);
  return settle(api, webhookId, inputs, deadline);
}

/** A webhook in state that is to be deleted, disabled or kept. */
export type Destroyed = Pick<WebhookInputs, "instanceId" | "name" | "url"> & { readonly webhookId: string };

/**
 * Deletes or disables a live webhook; one that is gone, or that another resource goes on with, is left. Where that one
 * does nothing by itself in this run, it is settled here: the webhook may be as the destroyed resource declared it.
 */
export async function destroy(
  { api, owners, baseUrl, deadline }: Operation,
  { instanceId, webhookId, name, url }: Destroyed,
  onDestroy: OnDestroy,
): Promise<void> {
  if (onDestroy === "retain") return;
  const heir = owners.heirOf({ baseUrl, instanceId, webhookId }, { name, url });
  if (heir) {
    if (heir.webhookId === webhookId && !heir.isSettled) await settle(api, webhookId, heir.inputs, deadline);
    return;
  }
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
