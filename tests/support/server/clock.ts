import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../../provider/http/clock";

/** How many seconds of the fast clock pass in one of the machine's. */
const SPEED = 100;

/** A clock that runs 100 times as fast: a wait of a second takes 10 milliseconds, and it says that a second passed. */
export function fastClock(): Clock {
  const start = Date.now();
  const startTicks = performance.now();
  const passedMs = () => (performance.now() - startTicks) * SPEED;
  return {
    now: () => start + passedMs(),
    monotonicMs: passedMs,
    sleep: (ms) => sleep(ms / SPEED),
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
    sleep: (ms) => {
      waits.push(ms);
      return clock.sleep(ms);
    },
  };
}

/** A clock that a test sets. */
export interface HandClock {
  /** Its waits are over at once, and are passed. */
  readonly clock: Clock;
  /** How long each wait was to be, in milliseconds. */
  readonly waits: readonly number[];
  /** Lets milliseconds pass, and calls back what waits for a time until then. */
  pass(ms: number): void;
  /** Sets the wall clock forward, or back, as an operator does: no time passes. */
  setWall(byMs: number): void;
  /** How many callbacks wait for their time. */
  waiting(): number;
}

/** A clock that stands still but for what a test does to it. */
export function handClock(): HandClock {
  const epoch = 1_000_000;
  let time = 0;
  let setBy = 0;
  const waits: number[] = [];
  const timers = new Set<{ readonly due: number; readonly callback: () => void }>();
  return {
    clock: {
      now: () => epoch + setBy + time,
      monotonicMs: () => time,
      sleep: async (ms) => {
        waits.push(ms);
        time += ms;
      },
      after: (ms, callback) => {
        const timer = { due: time + ms, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    waits,
    pass: (ms) => {
      time += ms;
      for (const timer of timers) {
        if (timer.due <= time && timers.delete(timer)) timer.callback();
      }
    },
    setWall: (byMs) => {
      setBy += byMs;
    },
    waiting: () => timers.size,
  };
}
