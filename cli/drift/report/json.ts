import {
  type CheckedWebhook,
  type Counts,
  countWebhooks,
  type Difference,
  type DriftReport,
  hasDrifted,
  type RepairOutcome,
} from "../model";

/** The report as `--json` prints it. Members are added in later versions; these stay as they are. */
export interface JsonReport {
  /** Changes with what is not compatible. */
  readonly schemaVersion: 1;
  readonly project: string;
  /** When the check began, ISO 8601. */
  readonly checkedAt: string;
  readonly summary: Counts;
  readonly stacks: readonly JsonStack[];
}

/** One stack in {@link JsonReport}. */
export interface JsonStack {
  readonly stack: string;
  /** Webhooks that were looked at. */
  readonly webhooks: number;
  readonly drifted: readonly JsonWebhook[];
  readonly errors: readonly JsonError[];
}

/** A drifted webhook in {@link JsonReport}. */
export interface JsonWebhook {
  /** The resource's name. */
  readonly resource: string;
  readonly urn: string;
  readonly type: "Webhook" | "WebhookFleet";
  readonly instance: string;
  /** `null` where none was created yet. */
  readonly webhookId: string | null;
  readonly status: "changed" | "deleted" | "unsettled";
  readonly differences: readonly Difference[];
  /** With `--repair` alone. */
  readonly repair?: RepairOutcome;
}

/** What went wrong: at a webhook, or with the stack as a whole. */
export interface JsonError {
  readonly resource?: string;
  readonly instance?: string;
  readonly message: string;
}

/** The report as JSON, indented, with a line break at its end. */
export function renderJson({ project, checkedAt, stacks }: DriftReport): string {
  const report: JsonReport = {
    schemaVersion: 1,
    project,
    checkedAt,
    summary: countWebhooks(stacks),
    stacks: stacks.map(({ stack, webhooks, errors }) => ({
      stack,
      webhooks: webhooks.length,
      drifted: webhooks.filter(hasDrifted).map(jsonWebhook),
      errors: [...errors.map((message) => ({ message })), ...webhooks.flatMap(jsonError)],
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function jsonWebhook(webhook: CheckedWebhook): JsonWebhook {
  const { resource, urn, type, instance, webhookId = null, status, differences, repair } = webhook;
  return {
    resource,
    urn,
    type,
    instance,
    webhookId,
    status: status as JsonWebhook["status"],
    differences,
    ...(repair !== undefined && { repair }),
  };
}

function jsonError({ status, resource, instance, reason = "" }: CheckedWebhook): JsonError[] {
  return status === "unreadable" ? [{ resource, instance, message: reason }] : [];
}
