import { isMap } from "../api/map";
import { parseUrl } from "../api/url";

/** What is wrong with a token, in words that do not show it; `undefined` where nothing is. */
export function tokenProblem(token: string): string | undefined {
  if (token === "") return "must not be empty";
  // What a header cannot carry would fail at every request, with the token in the message.
  if (!/^[\x21-\x7e]+$/.test(token))
    return "must not contain white space or other characters that a header cannot carry";
  return undefined;
}

/** What is wrong with a base url, in words that do not show it; `undefined` where nothing is. */
export function baseUrlProblem(baseUrl: string): string | undefined {
  const problem = urlProblem(baseUrl);
  if (problem) return problem;
  const { username, password, pathname } = new URL(baseUrl);
  if (username || password) return "must not contain a user or a password";
  if (/[?#]/.test(baseUrl)) return "must not contain a query or a fragment";
  if (/\/api\/v\d+\/*$/.test(pathname)) return "must end before /api/v2, which the provider adds";
  return undefined;
}

/** The one form of a base url: two spellings of the same server have the same. */
export function normalBaseUrl(baseUrl: string): string {
  const parsed = parseUrl(baseUrl);
  return parsed ? `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}` : baseUrl;
}

/** What is wrong with an http(s) url, in words that do not show it; `undefined` where nothing is. */
export function urlProblem(url: string): string | undefined {
  if (url === "") return "must not be empty";
  if (/\s/.test(url)) return "must not contain white space";
  if (!/^https?:\/\/[^/?#]/i.test(url) || !parseUrl(url)) return "must be an http or https url";
  return undefined;
}

/** Whether a value is a map of instance id and token. An id may be `constructor`, which a record schema drops. */
export function isTokenMap(value: unknown): value is Readonly<Record<string, string>> {
  return isMap(value) && Object.values(value).every((token) => typeof token === "string");
}
