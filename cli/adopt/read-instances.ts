import { firstOf, messageOf, type Session } from "../core";
import { type ReadWebhook, readLiveWebhooks } from "../shared/instances/live-webhooks";
import { remedyOf } from "../shared/instances/remedy";

/** This many failed instances are shown. */
const SHOWN = 20;

/** The live webhooks of one instance. */
export interface InstanceWebhooks {
  readonly instanceId: string;
  readonly webhooks: readonly ReadWebhook[];
}

/**
 * Reads the live webhooks of instances, `codechat:maxConcurrency` of them at the same time.
 *
 * @returns what was found, in the order of `ids`, each instance's webhooks by name and id.
 * @throws Error that names every instance that cannot be read.
 */
export async function readInstances(session: Session, ids: readonly string[]): Promise<InstanceWebhooks[]> {
  const failures: { readonly instanceId: string; readonly error: unknown }[] = [];
  const read = async (instanceId: string): Promise<InstanceWebhooks> => {
    const webhooks = await readLiveWebhooks(session, { instanceId }).catch((error: unknown) => {
      failures.push({ instanceId, error });
      return [];
    });
    return { instanceId, webhooks };
  };
  const found = await Promise.all(ids.map(read));
  if (failures.length === 0) return found;
  const lines = failures.map(({ instanceId, error }) => `  ${instanceId}: ${messageOf(error)}`);
  throw new Error(
    [
      `${failures.length} of ${ids.length} instances cannot be read, so nothing was written`,
      ...firstOf(lines, SHOWN, (more) => `  … and ${more} more`),
      ...[...new Set(failures.map(({ error }) => remedyOf(error, "environment")))].map(
        (step) => `next: ${step}`,
      ),
    ].join("\n"),
  );
}
