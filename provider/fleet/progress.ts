import type { Clock } from "../http/clock";
import type { Log } from "../webhook/session";

/** Milliseconds between two lines at least, and before the first: short work says nothing. */
const MIN_INTERVAL_MS = 2_000;

/**
 * Says how long work goes on, at most a line every two seconds: done and total, failures, rate and
 * the time that is left at that rate.
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
    if (now - said < MIN_INTERVAL_MS || done === total) return;
    said = now;
    const perSecond = (done * 1000) / (now - start);
    const left = Math.ceil((total - done) / perSecond);
    const failedPart = failures === 0 ? "" : `, ${failures} failed`;
    const rate = perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond);
    log(`${what}: ${done}/${total} done${failedPart}, ${rate}/s, about ${left} s left`);
  };
}
