import { messageOf } from "../core";
import type { DeclaredWebhook } from "../shared/project/declared-webhooks";
import { readStack } from "../shared/project/read-stack";
import type { StackSource } from "../shared/project/stack-source";
import { lookAt } from "./look";
import type { CheckedWebhook, StackReport } from "./model";

/** What is told while a stack is inspected. */
export interface InspectionListener {
  /** So many webhooks are to be looked at. */
  found(webhooks: number): void;
  /** One of them was. */
  looked(webhook: CheckedWebhook): void;
}

/**
 * Looks at every live webhook of a stack with today's configuration, `codechat:maxConcurrency` at once,
 * and compares it with what state declares. Changes nothing, and never throws: errors are in the report.
 */
export async function inspectStack(
  source: StackSource,
  stack: string,
  listener: InspectionListener,
): Promise<StackReport> {
  try {
    const { session, webhooks, errors } = await readStack(source, stack);
    const { problems } = session.settings;
    if (problems.length > 0) return { stack, webhooks: [], errors: problems };
    listener.found(webhooks.length);
    const look = async (webhook: DeclaredWebhook) => {
      const checked = await lookAt(session, webhook);
      listener.looked(checked);
      return checked;
    };
    return { stack, webhooks: await Promise.all(webhooks.map(look)), errors };
  } catch (error) {
    return { stack, webhooks: [], errors: [messageOf(error)] };
  }
}
