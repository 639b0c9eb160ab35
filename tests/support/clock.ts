import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../provider/http/clock";

/** How many seconds of the fast clock pass in one of the machine's. */
const SPEED = 100;

/** A clock that runs 100 times as fast: a wait of a second takes 10 milliseconds, and it says that a second passed. */
export function fastClock(): Clock {
  const start = Date.now();
  const startTicks = performance.now();
  return {
    now: () => start + (performance.now() - startTicks) * SPEED,
    sleep: (ms, signal) => sleep(ms / SPEED, undefined, signal ? { signal } : {}),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms / SPEED);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock that also keeps how long each wait was to be, in milliseconds. */
export function recordingClock(clock: Clock = fastClock()): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    ...clock,
    sleep: (ms, signal) => {
      waits.push(ms);
      return clock.sleep(ms, signal);
    },
  };
}
