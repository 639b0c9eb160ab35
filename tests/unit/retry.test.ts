import fc from "fast-check";
import { isRetryable, parseRetryAfterMs, rereadDelayMs, retryDelayMs } from "../../provider/http/retry";

const NOW = Date.parse("2026-01-01T00:00:00Z");

describe("what is tried again", () => {
  test.each([408, 425, 429, 500, 502, 503, 504, 520, 599])("status %i", (status) => {
    expect(isRetryable({ status })).toBe(true);
  });

  test.each([200, 301, 307, 400, 401, 403, 404, 405, 409, 413, 422, 501, 505])("not status %i", (status) => {
    expect(isRetryable({ status })).toBe(false);
  });

  test.each([
    "ECONNRESET",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EPIPE",
    "EAI_AGAIN",
    "ERR_BAD_RESPONSE",
    "ERR_NOT_JSON",
    undefined,
  ])("a connection that fails with %s", (code) => {
    expect(isRetryable({ code })).toBe(true);
  });

  test.each([
    "ENOTFOUND",
    "EPROTO",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
    "ERR_TOO_LARGE",
  ])("not what a second attempt cannot mend: %s", (code) => {
    expect(isRetryable({ code })).toBe(false);
  });

  test("an answer's status decides, whatever the code", () => {
    expect(isRetryable({ status: 400, code: "ECONNRESET" })).toBe(false);
    expect(isRetryable({ status: 503, code: "ENOTFOUND" })).toBe(true);
  });
});

describe("Retry-After", () => {
  test.each([
    ["seconds", "120", 120_000],
    ["zero seconds", "0", 0],
    ["seconds with white space", " 7 ", 7_000],
    ["an HTTP date", "Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["a date in the past: at once", "Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ])("as %s", (_what, header, ms) => {
    expect(parseRetryAfterMs(header, NOW)).toBe(ms);
  });

  test.each([
    undefined,
    "",
    "  ",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "0x10",
    "9999999999",
    "Someday, 99 Nov",
    "Mon, 99 Nov",
    "Thu, 01 Jam 2026 00:00:30 GMT",
    "Thu, 99 Jan 2026 00:00:30 GMT",
    "Thu Jan  1 00:00:10 2026",
    "2026-01-01",
  ])("as %p is as if there were none", (header) => {
    expect(parseRetryAfterMs(header, NOW)).toBeUndefined();
  });

  test("wins over backoff, and no jitter shortens it", () => {
    expect(retryDelayMs(1, { status: 429, retryAfter: "3" }, 0, NOW)).toBe(3_000);
    expect(retryDelayMs(9, { status: 503, retryAfter: "0" }, 0.99, NOW)).toBe(0);
  });

  test("that is garbage leaves backoff in force", () => {
    expect(retryDelayMs(1, { status: 429, retryAfter: "soon" }, 0.5, NOW)).toBe(100);
  });
});

describe("backoff", () => {
  test.each([
    [1, 200],
    [2, 400],
    [3, 800],
    [4, 1_600],
    [6, 6_400],
    [7, 10_000],
    [50, 10_000],
  ])("after attempt %i lasts at most %i ms", (attempt, ceiling) => {
    expect(retryDelayMs(attempt, {}, 1, NOW)).toBe(ceiling);
    expect(retryDelayMs(attempt, {}, 0, NOW)).toBe(0);
  });

  test("spreads over the whole range (full jitter) and never beyond", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, random) => {
          const delay = retryDelayMs(attempt, {}, random, NOW);
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(10_000);
          expect(delay).toBe(retryDelayMs(attempt, {}, 1, NOW) * random);
        },
      ),
    );
  });
});

test("readings are repeated after 100 ms, then twice as long each time, at most 2 s", () => {
  expect([0, 1, 2, 3, 4, 5, 50].map(rereadDelayMs)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
});
