/** A property that is live otherwise than declared. */
export interface Difference {
  /** `name`, `url`, `enabled`, or `events.` and the name of a flag. */
  readonly property: string;
  readonly declared: string | boolean;
  /** `null` where the server has no such flag. */
  readonly live: string | boolean | null;
  /** The values are secret, and stand here as `[secret]`. */
  readonly secret?: true;
}

/**
 * What became of a look at a webhook: live as declared; changed by someone else; deleted by someone else;
 * not settled yet by the last `pulumi up`; or not to be seen, because of an error.
 */
export type WebhookStatus = "unchanged" | "changed" | "deleted" | "unsettled" | "unreadable";

/** What became of a repair. `recreated`: it was deleted, and is there again with another id. */
export type RepairOutcome = "repaired" | "recreated" | "failed";

/** One flag; `null` where it is left alone, or not known. */
export interface FlagPair {
  readonly declared: boolean | null;
  readonly live: boolean | null;
}

/** A webhook of a stack, declared and live. Nothing in it is secret. */
export interface CheckedWebhook {
  /** The resource's name in the stack. */
  readonly resource: string;
  readonly urn: string;
  readonly type: "Webhook" | "WebhookFleet";
  readonly instance: string;
  /** `undefined` where none was created yet. */
  readonly webhookId: string | undefined;
  /** The declared name. */
  readonly name: string;
  /** The declared url. */
  readonly url: string;
  readonly status: WebhookStatus;
  /** Where it is changed: the properties. */
  readonly differences: readonly Difference[];
  /** Whether it delivers at all; `null` where that is secret, or not known. */
  readonly enabled: FlagPair;
  /** Event flags by name; empty where they are secret, or nothing is known of them. */
  readonly events: Readonly<Record<string, FlagPair>>;
  /** Why it could not be seen, or why it is not settled. */
  readonly reason?: string;
  readonly repair?: RepairOutcome;
}

/** What was found in one stack. */
export interface StackReport {
  readonly stack: string;
  readonly webhooks: readonly CheckedWebhook[];
  /** What went wrong with the stack as a whole. */
  readonly errors: readonly string[];
}

/** What was found in the stacks of a project. */
export interface DriftReport {
  /** The project's name. */
  readonly project: string;
  /** When the check began, ISO 8601. */
  readonly checkedAt: string;
  /** Stacks were chosen by name: the project may have more than these. */
  readonly chosen?: true;
  /** In the order of their names, or as they were asked for. */
  readonly stacks: readonly StackReport[];
}

/** Whether a webhook is live otherwise than declared, as far as is known. */
export function hasDrifted({ status }: Pick<CheckedWebhook, "status">): boolean {
  return status === "changed" || status === "deleted" || status === "unsettled";
}

/** Whether it still is, after a repair. */
export function isLeft(webhook: CheckedWebhook): boolean {
  return hasDrifted(webhook) && webhook.repair !== "repaired" && webhook.repair !== "recreated";
}

/** How many webhooks there are of each sort. */
export interface Counts {
  readonly stacks: number;
  readonly webhooks: number;
  /** Changed, deleted and unsettled ones. */
  readonly drifted: number;
  readonly changed: number;
  readonly deleted: number;
  readonly unsettled: number;
  /** Repaired and recreated ones. */
  readonly repaired: number;
  /** Webhooks that could not be read. */
  readonly unreadable: number;
  /** Those, and what went wrong with stacks as a whole. */
  readonly errors: number;
}

/** Counts the webhooks of stacks. */
export function countWebhooks(stacks: readonly StackReport[]): Counts {
  const webhooks = stacks.flatMap((stack) => stack.webhooks);
  const count = (test: (webhook: CheckedWebhook) => boolean) => webhooks.filter(test).length;
  const withStatus = (status: WebhookStatus) => count((webhook) => webhook.status === status);
  return {
    stacks: stacks.length,
    webhooks: webhooks.length,
    drifted: count(hasDrifted),
    changed: withStatus("changed"),
    deleted: withStatus("deleted"),
    unsettled: withStatus("unsettled"),
    repaired: count((webhook) => hasDrifted(webhook) && !isLeft(webhook)),
    unreadable: withStatus("unreadable"),
    errors: withStatus("unreadable") + stacks.reduce((sum, { errors }) => sum + errors.length, 0),
  };
}

/** 0 where nothing is live otherwise than declared, 2 on drift, 1 on an error, whatever else there is. */
export function exitStatus({ stacks }: DriftReport): 0 | 1 | 2 {
  if (countWebhooks(stacks).errors > 0) return 1;
  return stacks.some(({ webhooks }) => webhooks.some(isLeft)) ? 2 : 0;
}
