import { isRecord } from "./schema";
import { parseUrl } from "./url";

const MASK = "[secret]";

/** A copy of a request body without the bearer token, the values of `headers` and the password of its `url`. */
export function redact(body: unknown, token: string | undefined): unknown {
  let text = JSON.stringify(body);
  for (const secret of secretsIn(body, token)) {
    text = text.replaceAll(inJson(secret), MASK);
  }
  try {
    return JSON.parse(text);
  } catch {
    // A secret such as `":` also cuts through the JSON around it; then nothing of the body is kept.
    return MASK;
  }
}

// The longest first: one may begin like another, of which a rest would be left.
function secretsIn(body: unknown, token: string | undefined): string[] {
  const { headers, url } = isRecord(body) ? body : {};
  const values = isRecord(headers) ? Object.values(headers) : [];
  const password = (typeof url === "string" && parseUrl(url)?.password) || "";
  return [token, password, decode(password), ...values]
    .filter((secret): secret is string => typeof secret === "string" && secret !== "")
    .sort((a, b) => b.length - a.length);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
