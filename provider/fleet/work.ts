import type { Operation, Session } from "../webhook/session";
import type { MemberFailure } from "./failures";
import type { Log } from "./log";
import type { Member } from "./members";
import { createProgress } from "./progress";

/** One member's part of a fleet's operation. */
export interface MemberTask {
  readonly member: Member;
  /** The server that the member's webhook lives on. */
  readonly baseUrl: string;
  /** What is done, within a deadline of its own. */
  run(operation: Operation): Promise<void>;
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
  const attempt = ({ member, baseUrl, run: work }: MemberTask) =>
    session.operation({ ...member, baseUrl }, work).then(
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
