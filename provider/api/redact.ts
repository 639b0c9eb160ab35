import { comparableText, decode, toComparable } from "./comparable";
import { withoutControlCharacters } from "./one-line";
import { parseUrl } from "./url";

const MAX_SHOWN_CHARACTERS = 500;

/**
 * A text of the server's as it may be shown: urls without user info, path and query (they may be
 * secret), no secret in any percent-encoding, no control characters, and at most 500 characters.
 *
 * @param secrets what must not be shown. Of many, let `SecretIndex` say first which of them the text holds.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  // The bound on the scheme's length keeps the time linear.
  const withoutUrls = withoutSecrets(text, secrets).replace(
    /[a-z][a-z0-9+.-]{0,19}:\/\/[^\s"'<>]+/gi,
    showUrl,
  );
  const shown = withoutControlCharacters(withoutUrls).trim();
  return shown.length > MAX_SHOWN_CHARACTERS ? `${shown.slice(0, MAX_SHOWN_CHARACTERS)}…` : shown;
}

function withoutSecrets(original: string, secrets: Iterable<string>): string {
  const { text, originalIndex } = toComparable(original);
  let shown = "";
  let shownTo = 0;
  for (const [start, end] of placesOf(secrets, text)) {
    const [from, to] = [originalIndex(start), originalIndex(end)];
    // Secrets may overlap, as where one begins like another.
    if (from >= shownTo) shown += `${original.slice(shownTo, from)}[secret]`;
    shownTo = Math.max(shownTo, to);
  }
  return shown + original.slice(shownTo);
}

/** Where secrets stand in a comparable text, in the order of their beginnings. */
function placesOf(secrets: Iterable<string>, text: string): [start: number, end: number][] {
  const places: [number, number][] = [];
  for (const secret of secrets) {
    const needle = comparableText(secret);
    if (needle === "" || needle.length > text.length) continue;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
      places.push([at, at + needle.length]);
    }
  }
  return places.sort(([a], [b]) => a - b);
}

/** A url as it may be shown: its scheme and host; the rest may be secret. */
export function showUrl(url: string): string {
  const parsed = parseUrl(url);
  if (!parsed) return "[url]";
  const { protocol, host, pathname, search, hash } = parsed;
  return `${protocol}//${host}${pathname.length > 1 || search || hash ? "/…" : ""}`;
}

// Shorter parts are words such as "hook", which say nothing and stand in other texts too.
const MIN_SECRET_PART_LENGTH = 8;
const MIN_PASSWORD_LENGTH = 4;

/**
 * The parts of a url that may be secret: user info, and what its path, query and fragment consist of, as they are
 * written and as parsers write them. {@link redact} knows each in any percent-encoding.
 */
export function secretParts(url: string): string[] {
  const parsed = parseUrl(url);
  if (!parsed) return [];
  const { username, password, href } = parsed;
  const parts = [...partsOf(url), ...partsOf(href), ...headerOf(username, password)];
  const secret = parts.filter((part) => comparableText(part).length >= MIN_SECRET_PART_LENGTH);
  if (comparableText(password).length >= MIN_PASSWORD_LENGTH) secret.push(password);
  return [...new Set(secret)];
}

const PARTS = /^[^:]*:\/\/(?:([^/?#]*)@)?[^/?#]*([^?#]*)\??([^#]*)#?(.*)$/s;

/** User name, password, path segments, keys and values of the query, fragment. */
function partsOf(url: string): string[] {
  const [, userInfo = "", path = "", query = "", fragment = ""] = PARTS.exec(url) ?? [];
  return [
    ...splitOnce(userInfo, ":"),
    ...path.split("/"),
    ...query.split("&").flatMap((pair) => splitOnce(pair, "=")),
    fragment,
  ];
}

/** What a server sends as `Authorization: Basic …` to a url with user info. */
function headerOf(username: string, password: string): string[] {
  if (username === "" && password === "") return [];
  return [Buffer.from(`${decode(username)}:${decode(password)}`).toString("base64")];
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
