import type { LiveWebhook } from "../../provider/api/wire";
import { Refusal } from "../../provider/webhook/failure";
import type { Session } from "../../provider/webhook/session";

/** An instance's webhook as it was read. */
export interface ReadWebhook extends LiveWebhook {
  /** Whether the list showed the events, too; some servers show them in some answers alone. */
  readonly listShowsEvents: boolean;
}

/**
 * Reads every webhook of one instance, and writes nothing.
 *
 * @param session gives the configuration, and the connections that all instances share.
 * @throws CallFailure where a call fails.
 * @throws Refusal where the server has no call that lists webhooks.
 */
export async function readLiveWebhooks(session: Session, instanceId: string): Promise<ReadWebhook[]> {
  return session.operation({ instanceId, url: "" }, async ({ api }) => {
    const list = await api.list();
    if (!list) {
      throw new Refusal(
        "the server has no such instance, or no call that lists webhooks",
        "check the instance id and the base url; without a list, declare each webhook by hand, with webhookId",
      );
    }
    const webhooks: ReadWebhook[] = [];
    for (const listed of list) {
      const listShowsEvents = listed.events !== undefined;
      const live = listShowsEvents ? listed : await api.get(listed.webhookId);
      if (live) webhooks.push({ ...live, listShowsEvents });
    }
    return webhooks;
  });
}
