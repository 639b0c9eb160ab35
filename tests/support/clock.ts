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

/** A clock that a test sets. */
export interface HandClock {
  /** Its waits are over at once, and are passed. */
  readonly clock: Clock;
  /** How long each wait was to be, in milliseconds. */
  readonly waits: readonly number[];
  /** Lets milliseconds pass. */
  pass(ms: number): void;
  /** Calls back what waits for a limit of that many milliseconds. */
  expire(ms: number): void;
}

/** A clock that stands still but for what a test does to it. */
export function handClock(): HandClock {
  let time = 1_000_000;
  const waits: number[] = [];
  const limits = new Map<number, () => void>();
  return {
    clock: {
      now: () => time,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        waits.push(ms);
        time += ms;
      },
      after: (ms, callback) => {
        limits.set(ms, callback);
        return () => limits.delete(ms);
      },
    },
    waits,
    pass: (ms) => {
      time += ms;
    },
    expire: (ms) => limits.get(ms)?.(),
  };
}
