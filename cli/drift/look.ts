import { describeFailure, type Session } from "../core";
import { type DeclaredWebhook, isSecret, SECRET } from "../shared/project/declared-webhooks";
import { differencesOf, enabledOf, flagsOf } from "./compare";
import type { CheckedWebhook } from "./model";

const NOT_SETTLED = "the last `pulumi up` did not settle it; the next one does";

/** Looks at one live webhook, and compares it with its declaration. Never throws: errors are in the result. */
export async function lookAt(session: Session, webhook: DeclaredWebhook): Promise<CheckedWebhook> {
  const { webhookId, settled } = webhook;
  if (webhookId === undefined || !settled) {
    return checked(webhook, { status: "unsettled", reason: NOT_SETTLED });
  }
  try {
    const { declared, baseUrl } = webhook;
    const live = await session.operation({ ...declared, baseUrl }, ({ api }) => api.get(webhookId));
    if (!live) return checked(webhook, { status: "deleted", events: flagsOf(webhook, undefined) });
    const differences = differencesOf(webhook, live);
    const status = differences.length > 0 ? "changed" : "unchanged";
    return checked(webhook, {
      status,
      differences,
      events: flagsOf(webhook, live),
      enabled: enabledOf(webhook, live),
    });
  } catch (error) {
    const name = isSecret(webhook, "name") ? SECRET : webhook.declared.name;
    const { instanceId } = webhook.declared;
    const failed = { operation: "read", name, instanceId, webhookId } as const;
    const reason = describeFailure(failed, error, "whether it has drifted is not known; nothing was changed");
    return checked(webhook, { status: "unreadable", reason });
  }
}

function checked(
  webhook: DeclaredWebhook,
  found: Pick<CheckedWebhook, "status"> & Partial<CheckedWebhook>,
): CheckedWebhook {
  const { resource, declared, webhookId } = webhook;
  return {
    resource: resource.name,
    urn: resource.urn,
    type: resource.type,
    instance: declared.instanceId,
    webhookId,
    name: isSecret(webhook, "name") ? SECRET : declared.name,
    url: isSecret(webhook, "url") ? SECRET : declared.url,
    differences: [],
    enabled: enabledOf(webhook, undefined),
    events: {},
    ...found,
  };
}
