import type { Clock } from "./clock";

/** The code of a failure for want of time; see {@link isDeadlineOver}. */
export const DEADLINE_OVER = "EDEADLINE";

/** An operation reached its time limit while it waited. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly code = DEADLINE_OVER;

  /** @param limitMs the operation's whole limit, in milliseconds. */
  constructor(limitMs: number) {
    super(`the operation's limit of ${limitMs / 1000} s is over`);
  }
}

/** Whether something failed because its operation reached its time limit: in a wait, or in a request. */
export function isDeadlineOver(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === DEADLINE_OVER;
}

/** The time limit of one operation, shared by every request and wait that it makes. */
export class Deadline {
  readonly #clock: Clock;
  readonly #end: number;

  /** Begins now. */
  constructor(
    clock: Clock,
    /** The whole limit, in milliseconds. */
    readonly limitMs: number,
  ) {
    this.#clock = clock;
    this.#end = clock.monotonicMs() + limitMs;
  }

  /** Milliseconds left; never negative. */
  remainingMs(): number {
    return Math.max(0, this.#end - this.#clock.monotonicMs());
  }

  /** Waits `ms` milliseconds; rejects with a {@link DeadlineError} when the limit is reached first. */
  async sleep(ms: number): Promise<void> {
    const leftMs = this.remainingMs();
    await this.#clock.sleep(Math.min(ms, leftMs));
    if (ms >= leftMs) throw this.error();
  }

  /** What fails when the limit is reached. */
  error(): DeadlineError {
    return new DeadlineError(this.limitMs);
  }
}
