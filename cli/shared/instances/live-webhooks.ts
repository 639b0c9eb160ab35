import { type ConnectionInputs, type LiveWebhook, Refusal, type Session } from "../../core";

/** An instance's webhook as it was read. */
export interface ReadWebhook extends LiveWebhook {
  /** Whether the list showed the events, too; some servers show them in some answers alone. */
  readonly listShowsEvents: boolean;
}

/**
 * Reads every webhook of one instance, and writes nothing.
 *
 * @param session gives the configuration, and the connections that all instances share.
 * @param instance the instance, with its own server and token where it does not take the configured ones.
 * @returns the webhooks by name and id.
 * @throws CallFailure where a call fails.
 * @throws Refusal where the server has no call that lists webhooks.
 */
export async function readLiveWebhooks(session: Session, instance: ConnectionInputs): Promise<ReadWebhook[]> {
  return session.operation({ ...instance, url: "" }, async ({ api }) => {
    const list = await api.list();
    if (!list) {
      throw new Refusal(
        "the server at this address has no call that lists webhooks",
        "check that codechat:baseUrl is the address of a CodeChat API v2 server, before /api/v2; on one without that " +
          "call, declare each webhook by hand, with webhookId",
      );
    }
    const webhooks: ReadWebhook[] = [];
    for (const listed of list) {
      const listShowsEvents = listed.events !== undefined;
      const live = listShowsEvents ? listed : await api.get(listed.webhookId);
      if (live) webhooks.push({ ...live, listShowsEvents });
    }
    return webhooks.sort(byNameAndId);
  });
}

function byNameAndId(a: ReadWebhook, b: ReadWebhook): number {
  const [one, other] = a.name === b.name ? [a.webhookId, b.webhookId] : [a.name, b.name];
  return one < other ? -1 : 1;
}
