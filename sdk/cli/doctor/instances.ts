import { promise as createQueue } from "fastq";
import { CallFailure } from "../../../provider/api/failure";
import { resolveToken } from "../../../provider/config/connection";
import { nextStep } from "../../../provider/webhook/failure";
import type { Session } from "../../../provider/webhook/session";
import { formatCount } from "../format";
import { type ReadWebhook, readLiveWebhooks } from "../live-webhooks";
import { type Finding, findingsOf } from "./finding";
import { checkExpiry } from "./jwt";
import { compareVocabulary } from "./vocabulary";

/**
 * Instances: whether the server takes their tokens, when those end, and which events the server
 * knows. Reads only.
 *
 * @param reachable whether the server answers; where it does not, tokens are looked at alone.
 */
export async function checkInstances(
  session: Session,
  ids: readonly string[],
  reachable: boolean,
): Promise<Finding[]> {
  if (ids.length === 0) {
    const { warning } = findingsOf("token");
    return [warning("no token was tried: no instance is named", "name one with --instance")];
  }
  const queue = createQueue(
    (id: string) => checkInstance(session, id, reachable),
    session.settings.maxConcurrency,
  );
  const checked = await Promise.all(ids.map((id) => queue.push(id)));
  const read = checked.flatMap(({ webhooks }) => webhooks ?? []);
  const wasRead = checked.some(({ webhooks }) => webhooks !== undefined);
  return [...checked.flatMap(({ findings }) => findings), ...(wasRead ? compareVocabulary(read) : [])];
}

interface CheckedInstance {
  readonly findings: readonly Finding[];
  /** `undefined` where they cannot be read. */
  readonly webhooks: readonly ReadWebhook[] | undefined;
}

async function checkInstance(
  session: Session,
  instanceId: string,
  reachable: boolean,
): Promise<CheckedInstance> {
  const { ok, warning, failure } = findingsOf("token", instanceId);
  const token = resolveToken(session.settings, { instanceId });
  if (token === undefined) {
    const remedy =
      "run `pulumi config set --secret codechat:token` or codechat:tokens, or set CODECHAT_TOKEN";
    return { findings: [failure("there is no token for this instance", remedy)], webhooks: undefined };
  }
  const expiry = checkExpiry(instanceId, token, session.clock.now()) ?? [];
  if (!reachable) {
    const untried = warning("the token was not tried: the server does not answer", "reach the server first");
    return { findings: [untried, expiry].flat(), webhooks: undefined };
  }
  try {
    const webhooks = await readLiveWebhooks(session, instanceId);
    const found = ok(`the token is accepted; the instance has ${formatCount(webhooks.length, "webhook")}`);
    return { findings: [found, expiry].flat(), webhooks };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { findings: [failure(message, remedyOf(error)), expiry].flat(), webhooks: undefined };
  }
}

function remedyOf(error: unknown): string {
  return error instanceof CallFailure && error.refusesToken
    ? "give this instance's own token: `pulumi config set --secret codechat:token`, or codechat:tokens for one per instance"
    : nextStep(error);
}
