import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../../emulator/src";
import type { RunningCommand } from "./process";
import type { SeededRandom } from "./random";

/** When a command is killed. */
export interface CrashMoment {
  /** What it is called in a test's name. */
  readonly name: string;
  /** To be called before the command starts. */
  readonly prepare: (server: Emulator) => void;
  /** Resolves when the moment has come, or the command has ended. */
  readonly arrives: (server: Emulator, command: RunningCommand) => Promise<void>;
}

// Long enough to reach the end of any command of these tests on a machine that is not busy.
const LONGEST_MS = 3000;

/**
 * A moment that depends on the seed alone.
 *
 * @param requests how many requests the command sends in all.
 */
export function crashMoment(random: SeededRandom, requests: number): CrashMoment {
  const nth = random.between(1, requests);
  const moments: readonly [() => CrashMoment, ...(() => CrashMoment)[]] = [
    () => frozen(`before request ${nth} takes effect`, nth, false),
    () => frozen(`after request ${nth} took effect, before its answer`, nth, true),
    () => answered(random.between(1, requests - 1), random.between(0, 60)),
    () => afterMs(random.between(100, LONGEST_MS)),
  ];
  return random.oneOf(moments)();
}

/** The server stops answering with its n-th request; the command dies some milliseconds later. */
function frozen(name: string, nth: number, applied: boolean, laterMs = 0): CrashMoment {
  return {
    name,
    prepare: ({ faults }) =>
      faults.set(
        { call: "any", nth, fault: { kind: "hang", applied } },
        { call: "any", nth: { from: nth + 1 }, fault: { kind: "hang" } },
      ),
    arrives: async ({ faults }, { isRunning }) => {
      const hasStruck = () => faults.rules.some(({ struck }) => struck > 0);
      while (isRunning() && !hasStruck()) await sleep(2);
      await sleep(laterMs);
    },
  };
}

function answered(nth: number, laterMs: number): CrashMoment {
  return frozen(`${laterMs} ms after the answer to request ${nth}`, nth + 1, false, laterMs);
}

function afterMs(milliseconds: number): CrashMoment {
  return {
    name: `after ${milliseconds} ms`,
    prepare: ({ faults }) => faults.clear(),
    arrives: async (_server, { ended }) => {
      await Promise.race([sleep(milliseconds), ended]);
    },
  };
}
