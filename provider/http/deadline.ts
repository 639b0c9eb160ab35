import type { Clock } from "./clock";

/** An operation reached its time limit while it waited. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";

  /** @param limitMs the operation's whole limit, in milliseconds. */
  constructor(limitMs: number) {
    super(`the operation's limit of ${limitMs / 1000} s is over`);
  }
}

/** The time limit of one operation, shared by every request and wait that it makes. */
export interface Deadline {
  /** Aborted when the limit is reached. */
  readonly signal: AbortSignal;
  /** The whole limit, in milliseconds. */
  readonly limitMs: number;
  /** Milliseconds left; never negative. */
  remainingMs(): number;
  /** Waits `ms` milliseconds; rejects with a {@link DeadlineError} when the limit is reached first. */
  sleep(ms: number): Promise<void>;
}

/**
 * Runs `operation` under a limit of `limitMs` milliseconds.
 *
 * The operation is told through {@link Deadline.signal}; what it throws then reaches the caller.
 */
export async function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  operation: (deadline: Deadline) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const end = clock.now() + limitMs;
  const cancel = clock.after(limitMs, () => limit.abort());
  try {
    return await operation({
      signal: limit.signal,
      limitMs,
      remainingMs: () => Math.max(0, end - clock.now()),
      sleep: (ms) =>
        clock.sleep(ms, limit.signal).catch(() => {
          throw new DeadlineError(limitMs);
        }),
    });
  } finally {
    cancel();
  }
}
