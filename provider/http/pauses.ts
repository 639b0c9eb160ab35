import { AxiosError } from "axios";
import type { Clock } from "./clock";
import type { Deadline } from "./deadline";
import { PAUSED, parseRetryAfterMs } from "./retry";

/** The pauses that servers asked for with `Retry-After`: each holds for all requests to that server. */
export class Pauses {
  readonly #clock: Clock;
  /** When they end by the monotonic clock, by origin. */
  readonly #ends = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes the pause that an answer asks for, if it does: 429 or 503, with a `Retry-After` that can be read. */
  note(url: string, status: number, retryAfter: string | undefined): void {
    if (status !== 429 && status !== 503) return;
    const pauseMs = parseRetryAfterMs(retryAfter, this.#clock.now());
    if (pauseMs === undefined) return;
    const { origin } = new URL(url);
    const end = this.#clock.monotonicMs() + pauseMs;
    this.#ends.set(origin, Math.max(this.#ends.get(origin) ?? 0, end));
  }

  /**
   * Waits until no pause holds for a url's server.
   *
   * @throws AxiosError with the code {@link PAUSED}, at once, where that is not before the deadline.
   */
  async waitOut(url: string, deadline: Deadline): Promise<void> {
    for (let leftMs = this.#leftMs(url); leftMs > 0; leftMs = this.#leftMs(url)) {
      if (leftMs >= deadline.remainingMs()) {
        const pause = `${Math.ceil(leftMs / 1000)} s (Retry-After)`;
        throw new AxiosError(`the server asked for a pause of ${pause}`, PAUSED);
      }
      await deadline.sleep(leftMs);
    }
  }

  #leftMs(url: string): number {
    // Most runs never see a Retry-After, and then no url needs to be taken apart.
    return this.#ends.size === 0 ? 0 : (this.#ends.get(new URL(url).origin) ?? 0) - this.#clock.monotonicMs();
  }
}
