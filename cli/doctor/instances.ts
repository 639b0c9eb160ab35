import { type ConnectionInputs, messageOf, resolveBaseUrl, resolveToken, type Session } from "../core";
import { type ReadWebhook, readLiveWebhooks } from "../shared/instances/live-webhooks";
import { remedyOf } from "../shared/instances/remedy";
import { formatCount } from "../shared/terminal/words";
import { type Finding, findingsOf } from "./finding";
import { checkExpiry } from "./jwt";
import { compareVocabulary } from "./vocabulary";

/**
 * Instances: whether the server takes their tokens, when those end, and which events the server
 * knows. Reads only.
 *
 * @param instances each with its own server and token where it does not take the configured ones.
 * @param reachable the servers that answer; where one does not, tokens are looked at alone.
 */
export async function checkInstances(
  session: Session,
  instances: readonly ConnectionInputs[],
  reachable: ReadonlySet<string>,
): Promise<Finding[]> {
  if (instances.length === 0) {
    const { warning } = findingsOf("token");
    return [warning("no token was tried: no instance is named", "name one with --instance")];
  }
  const checked = await Promise.all(instances.map((instance) => checkInstance(session, instance, reachable)));
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
  instance: ConnectionInputs,
  reachable: ReadonlySet<string>,
): Promise<CheckedInstance> {
  const { instanceId } = instance;
  const { ok, warning, failure } = findingsOf("token", instanceId);
  const token = resolveToken(session.settings, instance);
  if (token === undefined) {
    const remedy =
      "run `pulumi config set --secret codechat:token` or codechat:tokens, or set CODECHAT_TOKEN";
    return { findings: [failure("there is no token for this instance", remedy)], webhooks: undefined };
  }
  const expiry = (isAccepted: boolean) =>
    checkExpiry(instanceId, token, { now: session.clock.now(), isAccepted }) ?? [];
  if (!reachable.has(resolveBaseUrl(session.settings, instance) ?? "")) {
    const untried = warning("the token was not tried: the server does not answer", "reach the server first");
    return { findings: [untried, expiry(false)].flat(), webhooks: undefined };
  }
  try {
    const webhooks = await readLiveWebhooks(session, instance);
    const found = ok(`the token is accepted; the instance has ${formatCount(webhooks.length, "webhook")}`);
    return { findings: [found, expiry(true)].flat(), webhooks };
  } catch (error) {
    return {
      findings: [failure(messageOf(error), remedyOf(error, "stack")), expiry(false)].flat(),
      webhooks: undefined,
    };
  }
}
