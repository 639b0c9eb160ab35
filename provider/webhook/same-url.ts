import type { CallFailure } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { Refusal } from "./failure";

/**
 * The API calls a webhook's url "Instance unique url" ("Update Webhook"): a server may refuse a
 * second webhook with the same url. Where that can be the reason of a failure, names the first one.
 *
 * @param others the instance's other webhooks, as far as they are known.
 */
export function namingSameUrl(
  failure: CallFailure,
  url: string,
  others: readonly LiveWebhook[] | undefined,
): Error {
  const same = others?.filter((webhook) => webhook.url === url) ?? [];
  if (!mayBeSameUrl(failure) || same.length === 0) return failure;
  const named = same.map(({ webhookId, name }) => `${webhookId} (${JSON.stringify(name)})`).join(", ");
  return new Refusal(
    `${failure.message}; the instance already has a webhook with this url: ${named}`,
    "take it over with webhookId, or choose another url",
    { cause: failure },
  );
}

/** Whether a server may have refused a write because another webhook has the url. */
export function mayBeSameUrl({ kind, status }: CallFailure): boolean {
  if (kind !== "refused") return false;
  return status === 400 || status === 409;
}
