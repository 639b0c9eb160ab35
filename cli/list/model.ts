/** A stack's resource that declares a live webhook. */
export interface Declarer {
  readonly stack: string;
  /** The resource's name. */
  readonly resource: string;
  readonly urn: string;
  /** `WebhookFleet` where the webhook is a member of one. */
  readonly type: "Webhook" | "WebhookFleet";
}

/** A live webhook, and who declares it. Nothing in it is secret. */
export interface ListedWebhook {
  readonly instance: string;
  /** The server that it lives on. */
  readonly server: string;
  readonly webhookId: string;
  readonly name: string;
  /** Scheme and host: the rest may be secret. */
  readonly url: string;
  /** Whether it delivers at all; `null` where that is secret. */
  readonly enabled: boolean | null;
  /** Names of the event flags that are on, sorted; `null` where they are secret, or the server shows none. */
  readonly subscribedEvents: readonly string[] | null;
  /** How many event flags the server has; `null` where {@link subscribedEvents} is. */
  readonly knownEvents: number | null;
  /** Empty where nobody does; `null` where that is not known. */
  readonly declaredBy: readonly Declarer[] | null;
}

/** What could not be read: an instance, or what a stack declares. */
export interface ListError {
  readonly instance?: string;
  readonly stack?: string;
  /** What happened, and what to do next on a line of its own. */
  readonly message: string;
}

/** The live webhooks of instances. */
export interface WebhookList {
  /** The project whose declarations were looked at; `undefined` without one: who declares what is not known. */
  readonly project: string | undefined;
  /** The stacks whose declarations were looked at. */
  readonly stacks: readonly string[];
  /** How many instances were read, or could not be. */
  readonly instances: number;
  /** In the order of the instances, each by name and id. */
  readonly webhooks: readonly ListedWebhook[];
  readonly errors: readonly ListError[];
}

/** The webhooks that nobody declares, as far as is known. */
export function undeclaredIn({ webhooks }: WebhookList): ListedWebhook[] {
  return webhooks.filter(({ declaredBy }) => declaredBy?.length === 0);
}
