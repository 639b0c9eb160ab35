import { CallFailure } from "./failure";
import type { LiveWebhook } from "./wire";

/**
 * The one place that says when a webhook is gone. A 404 alone proves nothing: gateways, balancers and other
 * applications answer it, too. The instance's list does; where the server has no such call, the API's own 404 has to do.
 *
 * @param notFound the failure with status 404 of a call for the webhook.
 * @param list gets the instance's webhooks; `undefined` where the server has no list call.
 * @returns the webhook where it is there after all; `undefined` where it is gone.
 * @throws CallFailure of kind `unproven` where neither is known.
 */
export async function findAfterNotFound(
  webhookId: string,
  notFound: CallFailure,
  list: () => Promise<readonly LiveWebhook[] | undefined>,
): Promise<LiveWebhook | undefined> {
  const noProof = ", which does not prove that the webhook is gone";
  const live = await list().catch((failed: unknown) => {
    if (!(failed instanceof CallFailure)) throw failed;
    throw notFoundFailure("unproven", notFound, `${noProof}, and ${failed.message}`, failed);
  });
  if (live) return live.find((webhook) => webhook.webhookId === webhookId);
  if (notFound.isOwnNotFound) return undefined;
  throw notFoundFailure("unproven", notFound, noProof);
}

/** The failure of a call that needs its webhook, after 404 and what {@link findAfterNotFound} has found. */
export function failureAfterNotFound(notFound: CallFailure, found: LiveWebhook | undefined): CallFailure {
  return found
    ? notFoundFailure(
        "unproven",
        notFound,
        " although the instance's list has the webhook, so it is not gone",
      )
    : notFoundFailure("absent", notFound, "");
}

function notFoundFailure(
  kind: "absent" | "unproven",
  { call, status, what, serverMessages }: CallFailure,
  why: string,
  cause?: CallFailure,
): CallFailure {
  return new CallFailure({ kind, call, status, serverMessages, what: `${what}${why}`, cause });
}
