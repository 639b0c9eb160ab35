import * as v from "valibot";
import { type Finding, findingsOf } from "./finding";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A token that ends sooner is a warning. */
const NEAR_DAYS = 7;

const claims = v.object({ exp: v.optional(v.number()), iat: v.optional(v.number()) });

/** What is known beside the token itself. */
export interface Circumstances {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the server has just taken the token, whatever it says of itself. */
  readonly isAccepted: boolean;
}

/**
 * When a token ends, where it is a JWT that says so: it is decoded, not verified, and never shown.
 *
 * @returns `undefined` where the token is no JWT.
 */
export function checkExpiry(
  instanceId: string,
  token: string,
  { now, isAccepted }: Circumstances,
): Finding | undefined {
  const { ok, warning, failure } = findingsOf("token-expiry", instanceId);
  const payload = decodePayload(token);
  if (!payload) return undefined;
  const { exp, iat } = payload;
  // Servers that give tokens without an end write the time of issue into both.
  if (exp === undefined || (iat !== undefined && exp <= iat)) return ok("the token does not expire");
  const end = exp * 1000;
  const date = Math.abs(end) <= 8.64e15 ? new Date(end).toISOString() : "the end of time";
  const renew = "get a new token from the server and set it with `pulumi config set --secret`";
  if (end <= now) {
    return isAccepted
      ? ok(`the token says that it expired at ${date}, but the server takes it`)
      : failure(`the token expired at ${date}`, renew);
  }
  return end - now < NEAR_DAYS * DAY_MS
    ? warning(`the token expires at ${date}`, renew)
    : ok(`the token expires at ${date}`);
}

function decodePayload(token: string): v.InferOutput<typeof claims> | undefined {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  try {
    return v.parse(claims, JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return undefined;
  }
}
