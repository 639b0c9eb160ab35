import { performance } from "node:perf_hooks";
import type { Clock } from "../../provider/http/clock";

/** Rounds of the event loop without input or output after which nothing is under way any more. */
const QUIET_ROUNDS = 12;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still while anything is under way in this process and, when everyone waits,
 * jumps to the end of the shortest wait. A minute's deadline passes in about a millisecond, and a busy
 * machine changes nothing: what happens first and what a wait runs into is the same in every run.
 *
 * Client and server have to live in this process, and both have to wait by this clock.
 */
export function idleClock(): Clock {
  let time = Date.UTC(2030, 0, 1);
  let sleepers: Sleeper[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (sleepers.length > 0) {
      await quiet();
      const next = sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) => (first && first.due <= sleeper.due ? first : sleeper),
        undefined,
      );
      if (!next) break;
      time = Math.max(time, next.due);
      next.wake();
    }
    running = false;
  }

  return {
    now: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          signal?.removeEventListener("abort", abort);
        };
        const abort = () => {
          leave();
          reject(signal?.reason);
        };
        const wake = () => {
          leave();
          resolve();
        };
        const sleeper: Sleeper = { due: time + ms, wake };
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener("abort", abort);
        sleepers.push(sleeper);
        if (!running) void run();
      }),
  };
}

/** Resolves when no input or output has happened for some rounds of the event loop. */
async function quiet(): Promise<void> {
  let seen = -1;
  for (let rounds = 0; rounds < QUIET_ROUNDS; rounds += 1) {
    await new Promise(setImmediate);
    const { events } = performance.nodeTiming.uvMetricsInfo;
    if (events !== seen) rounds = 0;
    seen = events;
  }
}
