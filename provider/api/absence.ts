import { CallFailure } from "./failure";
import type { LiveWebhook } from "./wire";

/** What is known of a webhook for which a call was answered 404. */
export type Verdict =
  | { readonly is: "present"; readonly webhook: LiveWebhook }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly listFailure?: CallFailure };

/**
 * The one place that says when a webhook is gone. A 404 alone proves nothing: gateways, balancers and other
 * applications answer it, too. The instance's list does; where the server has no such call, the API's own 404 has to do.
 *
 * @param notFound the failure with status 404.
 * @param list the instance's webhooks; `undefined` where the server has no list call; or how that call failed.
 */
export function verdictOn(
  webhookId: string,
  notFound: CallFailure,
  list: readonly LiveWebhook[] | undefined | CallFailure,
): Verdict {
  if (list instanceof CallFailure) return { is: "unknown", listFailure: list };
  if (!list) return notFound.isOwnNotFound ? { is: "absent" } : { is: "unknown" };
  const webhook = list.find((each) => each.webhookId === webhookId);
  return webhook ? { is: "present", webhook } : { is: "absent" };
}

/** The failure of a call that needs a webhook, after 404 and this verdict. */
export function notFoundFailure(notFound: CallFailure, verdict: Verdict): CallFailure {
  const { call, status, what, serverMessages } = notFound;
  const failure = (kind: "absent" | "unproven", why: string, cause?: CallFailure) =>
    new CallFailure({ kind, call, status, serverMessages, what: `${what}${why}`, cause });
  if (verdict.is === "absent") return failure("absent", "");
  if (verdict.is === "present") {
    return failure("unproven", " although the instance's list has the webhook, so it is not gone");
  }
  const { listFailure } = verdict;
  if (!listFailure) return failure("unproven", ", which does not prove that the webhook is gone");
  const why = `, which does not prove that the webhook is gone, and ${listFailure.message}`;
  return failure("unproven", why, listFailure);
}
