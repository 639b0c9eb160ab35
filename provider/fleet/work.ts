import type { Operation, Run } from "../webhook/run";
import type { MemberFailure } from "./failures";
import type { Member } from "./members";
import { createProgress } from "./progress";
import type { Say } from "./say";

/** One member's part of a fleet's operation. */
export interface MemberTask {
  readonly member: Member;
  /** The server that the member's webhook lives on. */
  readonly baseUrl: string;
  /** What is done, within a deadline of its own. */
  run(operation: Operation): Promise<void>;
}

/**
 * Works on members at the same time, `codechat:maxConcurrency` of them; some that fail do not stop
 * the others. Each has `codechat:timeoutSeconds` for itself.
 *
 * @param say gets the progress lines.
 * @param what names the work in progress lines.
 * @returns the failures, in the order of the tasks.
 */
export async function workOnMembers(
  run: Run,
  say: Say,
  what: string,
  tasks: readonly MemberTask[],
): Promise<MemberFailure[]> {
  const progress = createProgress(run.clock, what, tasks.length, say);
  const attempt = ({ member, baseUrl, run: work }: MemberTask) =>
    run
      .inTurn(() => run.operation({ ...member, baseUrl }, work))
      .then(
        () => {
          progress.count(false);
          return [];
        },
        (error: unknown) => {
          progress.count(true);
          return [{ instanceId: member.instanceId, error }];
        },
      );
  return (await Promise.all(tasks.map(attempt))).flat();
}
