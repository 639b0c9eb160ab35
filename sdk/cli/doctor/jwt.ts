import * as v from "valibot";
import { type Finding, findingsOf } from "./finding";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A token that ends sooner is a warning. */
const NEAR_DAYS = 7;

const claims = v.object({ exp: v.optional(v.number()) });

/**
 * When a token ends, where it is a JWT that says so: it is decoded, not verified, and never shown.
 *
 * @param now milliseconds since the epoch.
 * @returns `undefined` where the token is no JWT.
 */
export function checkExpiry(instanceId: string, token: string, now: number): Finding | undefined {
  const { ok, warning, failure } = findingsOf("token-expiry", instanceId);
  const payload = decodePayload(token);
  if (!payload) return undefined;
  if (payload.exp === undefined) return ok("the token does not expire");
  const end = payload.exp * 1000;
  const date = Math.abs(end) <= 8.64e15 ? new Date(end).toISOString() : "the end of time";
  const renew = "get a new token from the server and set it with `pulumi config set --secret`";
  if (end <= now) return failure(`the token expired at ${date}`, renew);
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
