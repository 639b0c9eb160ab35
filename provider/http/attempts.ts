import type { Clock } from "./clock";
import type { Deadline } from "./deadline";

/** An attempt got no answer within its limit; there may be time for another one. */
class AttemptTimeoutError extends Error {
  override readonly name = "AttemptTimeoutError";
  readonly code = "ETIMEDOUT";

  constructor(limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`);
  }
}

/** The attempts of one request, one after the other: each has a limit of its own within the deadline. */
export class Attempts {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #deadline: Deadline;
  #count = 0;
  #cancel: () => void = () => undefined;

  /** @param limitMs the limit of one attempt, in milliseconds. */
  constructor(clock: Clock, limitMs: number, deadline: Deadline) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#deadline = deadline;
  }

  /** How many were begun. */
  get count(): number {
    return this.#count;
  }

  /**
   * Begins one.
   *
   * @returns aborted when its time is over; the reason is the error to fail with.
   * @throws DeadlineError where no time is left.
   */
  begin(): AbortSignal {
    const leftMs = this.#deadline.remainingMs();
    if (leftMs === 0) throw this.#deadline.error();
    this.#count += 1;
    const controller = new AbortController();
    this.#cancel = this.#clock.after(Math.min(leftMs, this.#limitMs), () =>
      controller.abort(
        leftMs <= this.#limitMs ? this.#deadline.error() : new AttemptTimeoutError(this.#limitMs),
      ),
    );
    return controller.signal;
  }

  /** Ends the one that was begun last: its limit does not matter any more. */
  end(): void {
    this.#cancel();
  }
}
