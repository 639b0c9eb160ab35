import type { Session } from "../webhook/session";
import type { MemberFailure } from "./failures";
import { progressCounter } from "./progress";

/** One member's part of a fleet's operation. */
export interface MemberTask {
  readonly instanceId: string;
  /** What is done, as an operation of its own. */
  run(): Promise<void>;
}

/**
 * Works on members: some that fail do not stop the others.
 *
 * @param what names the work in progress lines.
 * @returns the failures, in the order of the tasks.
 */
export async function workOnMembers(
  { clock, log }: Session,
  what: string,
  tasks: readonly MemberTask[],
): Promise<MemberFailure[]> {
  const count = progressCounter(clock, what, tasks.length, log);
  const attempt = async ({ instanceId, run }: MemberTask): Promise<MemberFailure[]> => {
    try {
      await run();
      count(false);
      return [];
    } catch (error) {
      count(true);
      return [{ instanceId, error }];
    }
  };
  return (await Promise.all(tasks.map(attempt))).flat();
}
