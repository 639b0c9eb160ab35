import { parseUrl } from "./url";

const MAX_SHOWN = 500;

/**
 * A text of the server's as it may be shown: urls without user info, path and query (they may be
 * secret), no literal secret, no control characters, and at most 500 characters.
 */
export function redact(text: string, secrets: readonly string[]): string {
  // The longest first: one may begin like another, of which a rest would be left.
  const found = secrets.filter((secret) => text.includes(secret)).sort((a, b) => b.length - a.length);
  const shown = withoutSecrets(text, found)
    .replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi, showUrl)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f]+/g, " ")
    .trim();
  return shown.length > MAX_SHOWN ? `${shown.slice(0, MAX_SHOWN)}…` : shown;
}

function withoutSecrets(text: string, [secret, ...rest]: readonly string[]): string {
  if (secret === undefined) return text;
  return text
    .split(secret)
    .map((part) => withoutSecrets(part, rest))
    .join("[secret]");
}

/** A url as it may be shown: its scheme and host; the rest may be secret. */
export function showUrl(url: string): string {
  const parsed = parseUrl(url);
  if (!parsed) return "[url]";
  const { protocol, host, pathname, search, hash } = parsed;
  return `${protocol}//${host}${pathname.length > 1 || search || hash ? "/…" : ""}`;
}

// Shorter parts are words such as "hook", which say nothing and stand in other texts too.
const SHORTEST_SECRET_PART = 8;

/** The parts of a url that may be secret: user info, and what its path and query consist of. */
export function secretParts(url: string): string[] {
  const parsed = parseUrl(url);
  if (!parsed) return [];
  const { username, password, pathname, searchParams, hash } = parsed;
  const parts = [username, password, ...pathname.split("/"), ...searchParams.values(), hash.slice(1)];
  return [...parts, ...parts.map(decode)].filter((part) => part.length >= SHORTEST_SECRET_PART);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
