/** What is known of an attempt that did not succeed. */
export interface FailedAttempt {
  /** The HTTP status; `undefined` when no whole answer arrived. */
  readonly status?: number | undefined;
  /** The `Retry-After` header as received. */
  readonly retryAfter?: string | undefined;
  /** The network error's code, such as `ECONNRESET`. */
  readonly code?: string | undefined;
}

/** The code of a request that was not sent, as the server had asked for a pause longer than its operation has left. */
export const PAUSED = "EPAUSED";

const RETRYABLE_STATUS = new Set([408, 425, 429]);

// What a second attempt cannot mend: a host that does not exist, a certificate that is not trusted,
// an answer that is too large, a pause that is too long.
const LASTING_FAILURE =
  /^(EPAUSED|ENOTFOUND|EPROTO|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_INVALID_|ERR_TOO_LARGE)/;

// The one form of date that servers may send (RFC 9110, 5.6.7); Date.parse reads a date into many a garbage.
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The longest wait after the first failure; it doubles with each. */
const FIRST_BACKOFF_MS = 200;
/** The longest wait after any failure, but for `Retry-After`. */
const MAX_BACKOFF_MS = 10_000;

/** The wait before the first reading is repeated; it doubles with each. */
const FIRST_REREAD_MS = 100;
/** The longest wait between two readings. */
const MAX_REREAD_MS = 2_000;

/** How many attempts that run into their limit fit into an operation: a hung one leaves time for three more. */
export const ATTEMPTS_PER_OPERATION = 4;

/** Whether the same request may succeed later: network errors, 408, 425, 429 and 5xx but 501 and 505. */
export function isRetryable({ status, code }: FailedAttempt): boolean {
  if (status === undefined) return !(code !== undefined && LASTING_FAILURE.test(code));
  return RETRYABLE_STATUS.has(status) || (status >= 500 && status !== 501 && status !== 505);
}

/**
 * Milliseconds to wait before attempt number `attempt` + 1: `Retry-After` where the server gives a
 * usable one, else exponential backoff (200 ms, doubled each time, at most 10 s) with full jitter.
 *
 * @param attempt attempts made so far, from 1.
 * @param random a number in [0, 1).
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date.
 */
export function retryDelayMs(attempt: number, failed: FailedAttempt, random: number, now: number): number {
  const asked = parseRetryAfterMs(failed.retryAfter, now);
  if (asked !== undefined) return asked;
  return Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1)) * random;
}

/**
 * A `Retry-After` header in milliseconds: whole seconds or an HTTP date (RFC 9110, 10.2.3).
 * `undefined` where it is missing or malformed, so that backoff applies.
 */
export function parseRetryAfterMs(header: string | undefined, now: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  if (!HTTP_DATE.test(value)) return undefined;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Milliseconds to wait before reading once more, after `reads` readings that disagreed before the last one. */
export function rereadDelayMs(reads: number): number {
  return Math.min(MAX_REREAD_MS, FIRST_REREAD_MS * 2 ** reads);
}
