import { AxiosError } from "axios";
import type { Clock } from "./clock";
import type { Deadline } from "./deadline";

/** One attempt of a request, under way. */
export interface Attempt {
  /** Aborted when the attempt's time is over; the reason is the error to fail with. */
  readonly signal: AbortSignal;
  /** Its limit does not matter any more. */
  end(): void;
}

/**
 * Begins an attempt, which has a limit of its own within its operation's.
 *
 * @param limitMs the attempt's own limit, in milliseconds.
 * @throws DeadlineError where no time is left.
 */
export function beginAttempt(clock: Clock, limitMs: number, deadline: Deadline): Attempt {
  const leftMs = deadline.remainingMs();
  if (leftMs === 0) throw deadline.error();
  const controller = new AbortController();
  const end = clock.after(Math.min(leftMs, limitMs), () =>
    controller.abort(
      leftMs <= limitMs
        ? deadline.error()
        : new AxiosError(`no answer within ${limitMs / 1000} s`, AxiosError.ETIMEDOUT),
    ),
  );
  return { signal: controller.signal, end };
}
