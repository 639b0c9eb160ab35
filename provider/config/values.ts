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

/**
 * The one form of a base url, in which two of them are compared and kept: scheme and host in lower case, the host
 * in ASCII (`bücher.example` as `xn--bcher-kva.example`), an IP address in its usual form, no default port, no
 * slash at the end. A dot at the end of the host stays: with it a name is looked up otherwise, and certificates and
 * virtual hosts may tell the two apart.
 *
 * @returns the text itself where it is no base url, which the checks refuse.
 */
export function normalBaseUrl(text: string): string {
  if (baseUrlProblem(text) !== undefined) return text;
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, "");
}

/** What is wrong with an http(s) url, in words that do not show it; `undefined` where nothing is. */
export function urlProblem(url: string): string | undefined {
  if (url === "") return "must not be empty";
  if (/\s/.test(url)) return "must not contain white space";
  if (!/^https?:\/\/[^/?#]/i.test(url)) return "must be an http or https url";
  const port = portIn(url);
  if (port !== undefined && (port < 1 || port > MAX_PORT)) return `must have a port from 1 to ${MAX_PORT}`;
  return parseUrl(url) ? undefined : "must be an http or https url";
}

const MAX_PORT = 65_535;

/** The port that a url names, whether or not there can be such a one. */
function portIn(url: string): number | undefined {
  const [, authority = ""] = /^[^:]*:\/\/([^/?#\\]*)/.exec(url) ?? [];
  const [, port] = /:(\d+)$/.exec(authority) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** Whether a value is a map of instance id and token. An id may be `constructor`, which a record schema drops. */
export function isTokenMap(value: unknown): value is Readonly<Record<string, string>> {
  return isMap(value) && Object.values(value).every((token) => typeof token === "string");
}
