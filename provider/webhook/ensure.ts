import type { WebhookApi } from "../api/client";
import { CallFailure } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { ATTEMPTS_PER_OPERATION, rereadDelayMs } from "../http/retry";
import { Refusal } from "./failure";
import type { Declared, Owners } from "./owners";
import { namingSameUrl } from "./same-url";
import type { Operation } from "./session";
import type { WebhookInputs } from "./types";

// An ambiguous POST is looked for this often before it is sent again: reads may lag behind writes.
const LOOKS_AFTER_POST = 3;

/** The live webhook of a new resource. */
export interface Ensured {
  readonly webhookId: string;
  /** Deletes what an earlier POST of this operation left behind, unseen until now; absent where that cannot be. */
  readonly removeDoubles?: () => Promise<void>;
}

/**
 * Finds the live webhook of a new resource, or creates one, disabled; the resource owns it from then on.
 *
 * @throws Refusal where the choice is the user's.
 * @throws CallFailure where a call fails; nothing is known to exist then.
 */
export async function ensureWebhook(operation: Operation, inputs: WebhookInputs): Promise<Ensured> {
  const { webhookId } = inputs;
  const declared = { baseUrl: operation.baseUrl, inputs };
  const ensured =
    webhookId === undefined
      ? await findOrCreate(operation, declared)
      : await takeOver(operation, declared, webhookId);
  operation.owners.claim(declared, ensured.webhookId);
  return ensured;
}

async function takeOver({ api, owners }: Operation, declared: Declared, webhookId: string): Promise<Ensured> {
  owners.refuseOwnedByOther(declared, webhookId);
  if (await api.get(webhookId)) return { webhookId };
  throw new Refusal(
    `instance ${declared.inputs.instanceId} has no webhook ${webhookId}, so there is nothing to take over`,
    "correct webhookId, or leave it out to create a webhook",
  );
}

async function findOrCreate(operation: Operation, declared: Declared): Promise<Ensured> {
  const { api, owners } = operation;
  owners.refuseContested(declared);
  const before = await api.list();
  // The program may have declared the same once more meanwhile.
  owners.refuseContested(declared);
  const found = chooseExisting(owners, declared, before ?? []);
  return found ? { webhookId: found.webhookId } : createWebhook(operation, declared.inputs, before);
}

function chooseExisting(
  owners: Owners,
  declared: Declared,
  live: readonly LiveWebhook[],
): LiveWebhook | undefined {
  const { instanceId, name, adopt } = declared.inputs;
  const same = matching(live, declared.inputs).filter(
    ({ webhookId }) => !owners.isOwnedByOther(declared, webhookId),
  );
  const ids = same.map(({ webhookId }) => webhookId).join(", ");
  if (same.length > 1) {
    throw new Refusal(
      `instance ${instanceId} has ${same.length} webhooks "${name}" with this url: ${ids}`,
      "choose one with webhookId, or delete the others",
    );
  }
  const [only] = same;
  if (only && adopt === false && !owners.isOwn(declared, only.webhookId)) {
    throw new Refusal(
      `instance ${instanceId} already has a webhook "${name}" with this url: ${ids}; adopt is false, so nothing was written`,
      `take it over with webhookId: "${ids}" or adopt: true, or choose another name or url`,
    );
  }
  return only;
}

function matching(live: readonly LiveWebhook[], { name, url }: WebhookInputs): LiveWebhook[] {
  return live.filter((webhook) => webhook.name === name && webhook.url === url);
}

/** POST, and after a failure that leaves open whether it was applied: look before sending it again. */
async function createWebhook(
  operation: Operation,
  inputs: WebhookInputs,
  before: readonly LiveWebhook[] | undefined,
): Promise<Ensured> {
  const { api, http, deadline } = operation;
  const { name, url } = inputs;
  let ambiguous = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { webhookId } = await api.create({ name, url, enabled: false });
      if (!ambiguous) return { webhookId };
      return { webhookId, removeDoubles: () => deleteDoubles(api, inputs, before ?? [], webhookId) };
    } catch (error) {
      if (!(error instanceof CallFailure) || isDeadlineOver(error)) throw error;
      if (error.mayHaveBeenApplied) {
        if (!before) throw cannotLook(error);
        ambiguous = true;
        const created = await lookForCreated(operation, inputs, before, patienceMs(error, deadline)).catch(
          (failed: unknown) => {
            throw isDeadlineOver(failed) ? error : failed;
          },
        );
        if (created) return { webhookId: created };
      }
      const waitMs = http.retryDelayMs(attempt, error);
      if (waitMs === undefined || waitMs >= deadline.remainingMs())
        throw namingSameUrl(error, inputs.url, before);
      await deadline.sleep(waitMs);
    }
  }
}

async function lookForCreated(
  { api, http, deadline }: Operation,
  inputs: WebhookInputs,
  before: readonly LiveWebhook[],
  patience: number,
): Promise<string | undefined> {
  const end = deadline.remainingMs() - patience;
  for (let look = 1; look <= LOOKS_AFTER_POST || deadline.remainingMs() > end; look += 1) {
    const [created] = await listAppeared(api, inputs, before);
    if (created) return created.webhookId;
    await deadline.sleep(patience > 0 ? rereadDelayMs(look) : (http.retryDelayMs(look, {}) ?? 0));
  }
  return undefined;
}

// What ran into a time limit may still be under way in the server, and a second POST beside it makes a
// double that nobody sees: it gets as long again as an attempt has.
function patienceMs({ code, status }: CallFailure, { limitMs }: Deadline): number {
  const isLate = code === "ETIMEDOUT" || status === 408 || status === 504;
  return isLate ? limitMs / ATTEMPTS_PER_OPERATION : 0;
}

// A POST that was applied after all, unseen until now, left a second webhook, never enabled.
async function deleteDoubles(
  api: WebhookApi,
  inputs: WebhookInputs,
  before: readonly LiveWebhook[],
  kept: string,
): Promise<void> {
  for (const { webhookId, enabled } of await listAppeared(api, inputs, before)) {
    if (webhookId !== kept && !enabled) await api.delete(webhookId);
  }
}

async function listAppeared(
  api: WebhookApi,
  inputs: WebhookInputs,
  before: readonly LiveWebhook[],
): Promise<LiveWebhook[]> {
  const known = new Set(before.map(({ webhookId }) => webhookId));
  return matching((await api.list()) ?? [], inputs).filter(({ webhookId }) => !known.has(webhookId));
}

function cannotLook(error: CallFailure): Refusal {
  return new Refusal(
    `${error.message}; whether it was created is open, and this server has no call that lists webhooks`,
    "look on the server: where the webhook exists, declare its id as webhookId; else run `pulumi up` again",
    { cause: error },
  );
}
