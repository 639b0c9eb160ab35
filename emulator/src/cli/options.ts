import { InvalidArgumentError, Option } from "commander";
import { parseUrl } from "../url";

/** The port that the server listens on where none is named. */
export const DEFAULT_PORT = 8787;
/** The address that it listens on where none is named. */
export const DEFAULT_HOST = "127.0.0.1";
/** The instance that there is where none is named. */
export const DEFAULT_INSTANCE = "shop-01";

/** `--url`: where the server listens that a command is about. */
export function urlOption(): Option {
  return new Option("-u, --url <url>", "where the local server listens")
    .argParser(parseServerUrl)
    .default(`http://${DEFAULT_HOST}:${DEFAULT_PORT}`);
}

function parseServerUrl(text: string): string {
  const url = parseUrl(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(`It must be a url, such as http://${DEFAULT_HOST}:${DEFAULT_PORT}.`);
  }
  return url.origin;
}
