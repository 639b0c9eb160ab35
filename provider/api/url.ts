/**
 * Parses a url; `undefined` where it is none.
 *
 * Not with `URL.canParse`: in Node 20 that says false of urls beyond Latin-1 once it was called a few
 * thousand times, which would refuse good ones and leave secret parts of others unseen.
 */
export function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

/** Whether a url has a user name or a password in it. */
export function hasUserInfo(url: string): boolean {
  const parsed = parseUrl(url);
  return Boolean(parsed?.username || parsed?.password);
}
