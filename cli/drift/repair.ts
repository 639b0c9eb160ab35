import type { StackSource } from "../shared/project/stack-source";
import { type InspectionListener, inspectStack } from "./inspect";
import { type CheckedWebhook, hasDrifted, type RepairOutcome, type StackReport } from "./model";

/** A source of stacks that can settle them, too. */
export interface RepairableSource extends StackSource {
  /** `pulumi up --refresh --run-program`. @returns what went wrong; empty where nothing did */
  up(stack: string, signal: AbortSignal): Promise<string[]>;
}

/**
 * Settles what has drifted in a stack, and looks again.
 *
 * @param before what was found.
 * @param listener is told of the second look.
 * @returns every webhook that had drifted, with its outcome, and all others as they are now.
 */
export async function repairStack(
  source: RepairableSource,
  before: StackReport,
  listener: InspectionListener,
  signal: AbortSignal,
): Promise<StackReport> {
  const { stack } = before;
  const declared = await source.state(stack);
  const errors = await source.up(stack, signal);
  const after = await inspectStack(source, stack, listener);
  // After an update that failed, state may hold what was live: only what it held before says what is declared.
  const earlier = {
    programFolder: source.programFolder,
    config: (name: string) => source.config(name),
    state: async () => declared,
  };
  const asDeclared = errors.length === 0 ? after : await inspectStack(earlier, stack, SILENT);
  const outcomes = new Outcomes(after, asDeclared);
  const drifted = before.webhooks.filter(hasDrifted).map((webhook) => outcomes.of(webhook));
  const known = new Set(drifted.map(keyOf));
  const others = after.webhooks.filter((webhook) => !known.has(keyOf(webhook)));
  return { stack, webhooks: [...drifted, ...others], errors: [...errors, ...after.errors] };
}

const SILENT: InspectionListener = { found: () => {}, looked: () => {} };

/** What became of each webhook. */
class Outcomes {
  private readonly after: ReadonlyMap<string, CheckedWebhook>;
  private readonly asDeclared: ReadonlyMap<string, CheckedWebhook>;

  constructor(after: StackReport, asDeclared: StackReport) {
    this.after = byKey(after);
    this.asDeclared = byKey(asDeclared);
  }

  /** The webhook as it was found, with its outcome. */
  of(webhook: CheckedWebhook): CheckedWebhook {
    const repair = this.outcomeOf(webhook);
    const reason = repair === "failed" ? this.after.get(keyOf(webhook))?.reason : undefined;
    return { ...webhook, repair, ...(reason !== undefined && { reason }) };
  }

  private outcomeOf(webhook: CheckedWebhook): RepairOutcome {
    const now = this.after.get(keyOf(webhook));
    // What an earlier update left of a member that is not declared any more is gone then.
    if (!now) return webhook.status === "unsettled" ? "repaired" : "failed";
    if (now.status !== "unchanged") return "failed";
    if (webhook.status === "deleted") return "recreated";
    const live = webhook.status === "changed" ? this.asDeclared.get(keyOf(webhook)) : now;
    return live?.status === "unchanged" ? "repaired" : "failed";
  }
}

function byKey({ webhooks }: StackReport): Map<string, CheckedWebhook> {
  return new Map(webhooks.map((webhook) => [keyOf(webhook), webhook]));
}

function keyOf({ urn, instance }: CheckedWebhook): string {
  return JSON.stringify([urn, instance]);
}
