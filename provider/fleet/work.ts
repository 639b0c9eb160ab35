import type { Log } from "../webhook/log";
import type { Operation, Session } from "../webhook/session";
import type { WebhookInputs } from "../webhook/types";
import type { MemberFailure } from "./failures";
import { createProgress } from "./progress";

/** One member's part of a fleet's operation. */
export interface MemberTask {
  readonly member: WebhookInputs;
  /** The server that the member's webhook lives on. */
  readonly baseUrl: string;
  /** What is done, within a deadline of its own. */
  run(operation: Operation): Promise<void>;
  /** Whether a failure, also one before the operation begins, counts as done. */
  passOver?(error: unknown): boolean;
}

/**
 * Works on members, each an operation of its own: some that fail do not stop the others.
 *
 * @param log gets the progress lines.
 * @param what names the work in progress lines.
 * @returns the failures, in the order of the tasks.
 */
export async function workOnMembers(
  session: Session,
  log: Log,
  what: string,
  tasks: readonly MemberTask[],
): Promise<MemberFailure[]> {
  const progress = createProgress(session.clock, what, tasks.length, log);
  const attempt = ({ member, baseUrl, run: work, passOver }: MemberTask) =>
    session.operation({ ...member, baseUrl }, work).then(
      () => {
        progress.count(false);
        return [];
      },
      (error: unknown) => {
        const isDone = passOver?.(error) ?? false;
        progress.count(!isDone);
        return isDone ? [] : [{ instanceId: member.instanceId, error }];
      },
    );
  return (await Promise.all(tasks.map(attempt))).flat();
}
