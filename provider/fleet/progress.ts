import type { Clock } from "../http/clock";
import type { Log } from "../webhook/session";

/** Milliseconds between two lines at least, and before the first: short work says nothing. */
const MIN_INTERVAL_MS = 5_000;
/** Nor does it say anything so many seconds before the end: the line would be out of date at once. */
const NEAR_END_S = 2;

/**
 * Says how long work goes on: done and total, failures, rate and the time that is left at that rate. A line comes
 * after five seconds at the earliest, and the next when a quarter of the time so far has passed again.
 *
 * @param what names the work, such as `fleet "orders": create`.
 * @returns counts one more finished member.
 */
export function progressCounter(
  clock: Clock,
  what: string,
  total: number,
  log: Log,
): (failed: boolean) => void {
  const start = clock.monotonicMs();
  let said = start;
  let done = 0;
  let failures = 0;
  return (failed) => {
    done += 1;
    if (failed) failures += 1;
    const now = clock.monotonicMs();
    if (now - said < Math.max(MIN_INTERVAL_MS, (said - start) / 4)) return;
    const perSecond = (done * 1000) / (now - start);
    const left = Math.ceil((total - done) / perSecond);
    if (left <= NEAR_END_S) return;
    said = now;
    const failedPart = failures === 0 ? "" : `, ${failures} failed`;
    const rate = perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond);
    log(`${what}: ${done}/${total} done${failedPart}, ${rate}/s, about ${left} s left`);
  };
}
