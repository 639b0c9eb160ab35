import { describeFailure, type Session } from "../core";
import { differencesOf, enabledOf, flagsOf, isSecret } from "./compare";
import { SECRET } from "./exported";
import type { CheckedWebhook } from "./model";
import type { Subject } from "./subjects";

const NOT_SETTLED = "the last `pulumi up` did not settle it; the next one does";

/** Looks at one live webhook, and compares it with its declaration. Never throws: errors are in the result. */
export async function lookAt(session: Session, subject: Subject): Promise<CheckedWebhook> {
  const { webhookId, settled } = subject;
  if (webhookId === undefined || !settled) {
    return checked(subject, { status: "unsettled", reason: NOT_SETTLED });
  }
  try {
    const { declared, baseUrl } = subject;
    const live = await session.operation({ ...declared, baseUrl }, ({ api }) => api.get(webhookId));
    if (!live) return checked(subject, { status: "deleted", events: flagsOf(subject, undefined) });
    const differences = differencesOf(subject, live);
    const status = differences.length > 0 ? "changed" : "unchanged";
    return checked(subject, {
      status,
      differences,
      events: flagsOf(subject, live),
      enabled: enabledOf(subject, live),
    });
  } catch (error) {
    const name = isSecret(subject, "name") ? SECRET : subject.declared.name;
    const { instanceId } = subject.declared;
    const failed = { operation: "read", name, instanceId, webhookId } as const;
    const reason = describeFailure(failed, error, "whether it has drifted is not known; nothing was changed");
    return checked(subject, { status: "unreadable", reason });
  }
}

function checked(
  subject: Subject,
  found: Pick<CheckedWebhook, "status"> & Partial<CheckedWebhook>,
): CheckedWebhook {
  const { resource, declared, webhookId } = subject;
  return {
    resource: resource.name,
    urn: resource.urn,
    type: resource.type,
    instance: declared.instanceId,
    webhookId,
    name: isSecret(subject, "name") ? SECRET : declared.name,
    url: isSecret(subject, "url") ? SECRET : declared.url,
    differences: [],
    enabled: enabledOf(subject, undefined),
    events: {},
    ...found,
  };
}
