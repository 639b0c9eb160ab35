import { subscribe } from "node:diagnostics_channel";
import http, { type ClientRequest } from "node:http";
import https from "node:https";
import { performance } from "node:perf_hooks";
import type { Emulator } from "../../../emulator/src";
import type { Clock } from "../../../provider/http/clock";

/** Milliseconds of the machine without any input or output after which a request counts as lost. */
const LOST_MS = 500;

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that jumps, and the server whose requests keep it from that. */
export interface IdleClock extends Clock {
  /** The server in this process that all requests go to. */
  watch(server: Emulator): void;
  /** The same as `sleep`, for what the server does late on purpose; rejects when the signal is aborted first. */
  sleepOfServer(ms: number, signal: AbortSignal): Promise<void>;
  /** The same for a server that does one thing at a time: the others wait for their turn first. */
  sleepOfServerInTurn(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * A clock that stands still while a request is under way and, when everyone waits, jumps to the end of
 * the shortest wait. A minute's deadline passes in a few milliseconds, and a busy machine changes
 * nothing: what happens first and what a wait runs into is the same in every run.
 */
export function idleClock(): IdleClock {
  let time = Date.UTC(2030, 0, 1);
  let sleepers: Sleeper[] = [];
  let running = false;
  let server: Emulator | undefined;
  let sleeping = 0;
  let lastTurn: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    running = true;
    while (sleepers.length > 0) {
      await allWait(() => isWaiting(server, sleeping));
      const next = sleepers.reduce<Sleeper | undefined>(
        (first, sleeper) => (first && first.due <= sleeper.due ? first : sleeper),
        undefined,
      );
      if (!next) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      time = Math.max(time, next.due);
      next.wake();
    }
    running = false;
  }

  const after: Clock["after"] = (ms, callback) => {
    const sleeper: Sleeper = { due: time + ms, wake: callback };
    sleepers.push(sleeper);
    if (!running) void run();
    return () => {
      sleepers = sleepers.filter((other) => other !== sleeper);
    };
  };

  const sleepUnlessAborted = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const abort = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = after(ms, () => {
        signal.removeEventListener("abort", abort);
        resolve();
      });
      signal.addEventListener("abort", abort, { once: true });
    });

  const late = async (sleep: Promise<void>) => {
    sleeping += 1;
    await sleep.finally(() => {
      sleeping -= 1;
    });
  };

  return {
    now: () => time,
    monotonicMs: () => time,
    after,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    watch: (watched) => {
      server = watched;
    },
    sleepOfServer: (ms, signal) => late(sleepUnlessAborted(ms, signal)),
    sleepOfServerInTurn: (ms, signal) => {
      const sleep = lastTurn.then(() => sleepUnlessAborted(ms, signal));
      // Who waits for its turn does not mind how the one before ended: that one's own request fails.
      lastTurn = sleep.catch(() => undefined);
      return late(sleep);
    },
  };
}

// Requests that this process has sent and those that have arrived; what is lost on the way is forgiven.
let sent = 0;
let arrived = 0;
const unanswered = new Set<ClientRequest>();
for (const client of [http, https]) {
  const send = new Proxy(client.request, {
    apply: (request, self, args) => {
      const sending: ClientRequest = Reflect.apply(request, self, args);
      sent += 1;
      unanswered.add(sending);
      return sending.once("close", () => unanswered.delete(sending));
    },
  });
  Object.assign(client, { request: send });
}
subscribe("http.server.request.start", () => {
  arrived += 1;
});

/** Whether nothing is under way but requests that the server leaves without an answer, for now or for ever. */
function isWaiting(server: Emulator | undefined, late: number): boolean {
  const entries = server?.log.entries ?? [];
  const hung = entries.filter(({ fault, milliseconds }) => fault === "hang" && milliseconds === undefined);
  const waiting = hung.length + late;
  return arrived >= sent && unanswered.size <= waiting && (server?.log.inFlight ?? 0) <= waiting;
}

/** Resolves when nothing is under way. */
async function allWait(isQuiet: () => boolean): Promise<void> {
  let since = performance.now();
  for (;;) {
    const { events } = performance.nodeTiming.uvMetricsInfo;
    // As long as axios-retry gives way before a retry, and begun after it: that has happened by then.
    await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (events !== performance.nodeTiming.uvMetricsInfo.events) since = performance.now();
    else if (isQuiet()) return;
    if (performance.now() - since > LOST_MS) {
      arrived = sent;
      return;
    }
  }
}
