/** Parses a url; `undefined` where it is none. `URL.canParse` of Node 20 is not to be relied on beyond Latin-1. */
export function parseUrl(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
