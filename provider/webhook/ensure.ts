import type { WebhookApi } from "../api/client";
import { CallFailure } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { ATTEMPTS_PER_OPERATION, rereadDelayMs } from "../http/retry";
import { ownedByOther } from "./claims";
import { Refusal } from "./failure";
import { namingSameUrl } from "./same-url";
import type { Operation } from "./session";

/** What a declaration says of which live webhook it means. */
export interface Ensurable {
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
  readonly webhookId?: string | undefined;
  /** Default true. */
  readonly adopt?: boolean | undefined;
}

// An ambiguous POST is looked for this often before it is sent again: reads may lag behind writes.
const LOOKS = 3;

/** The live webhook of a new resource. */
export interface Ensured {
  readonly webhookId: string;
  /** Deletes what an earlier POST of this operation left behind, unseen until now; absent where that cannot be. */
  readonly removeDoubles?: () => Promise<void>;
}

/**
 * Finds the live webhook of a new resource, or creates one, disabled, and claims it.
 *
 * @throws Refusal where the choice is the user's.
 * @throws CallFailure where a call fails; nothing is known to exist then.
 */
export async function ensureWebhook(operation: Operation, wanted: Ensurable): Promise<Ensured> {
  const { instanceId, webhookId } = wanted;
  const ensured =
    webhookId === undefined
      ? await findOrCreate(operation, wanted)
      : await takeOver(operation, wanted, webhookId);
  operation.claims.claim({ baseUrl: operation.baseUrl, instanceId, webhookId: ensured.webhookId });
  return ensured;
}

async function takeOver(
  { api, baseUrl, claims }: Operation,
  wanted: Ensurable,
  webhookId: string,
): Promise<Ensured> {
  const { instanceId } = wanted;
  const webhook = { baseUrl, instanceId, webhookId };
  if (claims.isDeclaredByOther(webhook, wanted)) throw ownedByOther(webhook);
  if (await api.get(webhookId)) return { webhookId };
  throw new Refusal(
    `instance ${instanceId} has no webhook ${webhookId}, so there is nothing to take over`,
    "correct webhookId, or leave it out to create a webhook",
  );
}

async function findOrCreate(operation: Operation, wanted: Ensurable): Promise<Ensured> {
  const before = await operation.api.list();
  const found = chooseExisting(operation, wanted, before ?? []);
  return found ? { webhookId: found.webhookId } : createWebhook(operation, wanted, before);
}

function chooseExisting(
  { claims, baseUrl }: Operation,
  wanted: Ensurable,
  live: readonly LiveWebhook[],
): LiveWebhook | undefined {
  const { instanceId, name } = wanted;
  const keyOf = ({ webhookId }: LiveWebhook) => ({ baseUrl, instanceId, webhookId });
  const same = matching(live, wanted).filter((webhook) => !claims.isWantedByOther(keyOf(webhook), wanted));
  const ids = same.map(({ webhookId }) => webhookId).join(", ");
  if (same.length > 1) {
    throw new Refusal(
      `instance ${instanceId} has ${same.length} webhooks "${name}" with this url: ${ids}`,
      "choose one with webhookId, or delete the others",
    );
  }
  const [only] = same;
  if (only && wanted.adopt === false && !claims.isWantedBySame(keyOf(only), wanted)) {
    throw new Refusal(
      `instance ${instanceId} already has a webhook "${name}" with this url: ${ids}; adopt is false, so nothing was written`,
      `take it over with webhookId: "${ids}" or adopt: true, or choose another name or url`,
    );
  }
  return only;
}

function matching(live: readonly LiveWebhook[], { name, url }: Ensurable): LiveWebhook[] {
  return live.filter((webhook) => webhook.name === name && webhook.url === url);
}

/** POST, and after a failure that leaves open whether it was applied: look before sending it again. */
async function createWebhook(
  operation: Operation,
  wanted: Ensurable,
  before: readonly LiveWebhook[] | undefined,
): Promise<Ensured> {
  const { api, http, deadline } = operation;
  const { name, url } = wanted;
  let ambiguous = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { webhookId } = await api.create({ name, url, enabled: false });
      if (!ambiguous) return { webhookId };
      return { webhookId, removeDoubles: () => deleteDoubles(api, wanted, before ?? [], webhookId) };
    } catch (error) {
      if (!(error instanceof CallFailure) || isDeadlineOver(error)) throw error;
      if (error.mayHaveBeenApplied) {
        if (!before) throw cannotLook(error);
        ambiguous = true;
        const created = await lookForCreated(operation, wanted, before, patienceMs(error, deadline)).catch(
          (failed: unknown) => {
            throw isDeadlineOver(failed) ? error : failed;
          },
        );
        if (created) return { webhookId: created };
      }
      const waitMs = http.retryDelayMs(attempt, error);
      if (waitMs === undefined || waitMs >= deadline.remainingMs())
        throw namingSameUrl(error, wanted.url, before);
      await deadline.sleep(waitMs);
    }
  }
}

async function lookForCreated(
  { api, http, deadline }: Operation,
  wanted: Ensurable,
  before: readonly LiveWebhook[],
  patience: number,
): Promise<string | undefined> {
  const end = deadline.remainingMs() - patience;
  for (let look = 1; look <= LOOKS || deadline.remainingMs() > end; look += 1) {
    const [created] = appeared(await api.list(), wanted, before);
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
  wanted: Ensurable,
  before: readonly LiveWebhook[],
  kept: string,
): Promise<void> {
  for (const { webhookId, enabled } of appeared(await api.list(), wanted, before)) {
    if (webhookId !== kept && !enabled) await api.delete(webhookId);
  }
}

function appeared(
  live: readonly LiveWebhook[] | undefined,
  wanted: Ensurable,
  before: readonly LiveWebhook[],
): LiveWebhook[] {
  const known = new Set(before.map(({ webhookId }) => webhookId));
  return matching(live ?? [], wanted).filter(({ webhookId }) => !known.has(webhookId));
}

function cannotLook(error: CallFailure): Refusal {
  return new Refusal(
    `${error.message}; whether it was created is open, and this server has no call that lists webhooks`,
    "look on the server: where the webhook exists, declare its id as webhookId; else run `pulumi up` again",
    { cause: error },
  );
}
