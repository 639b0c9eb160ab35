import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { baseUrlProblem, isTokenMap, tokenProblem } from "./values";

/** The configuration of a run, as `configure` receives it. */
export interface Settings {
  /** `codechat:baseUrl`, else `CODECHAT_BASE_URL`. */
  readonly baseUrl: string | undefined;
  /** `codechat:token`, else `CODECHAT_TOKEN`. */
  readonly token: string | undefined;
  /** `codechat:tokens`: instanceId → token. */
  readonly tokens: ReadonlyMap<string, string>;
  /** `codechat:maxConcurrency`: operations under way at once, each with one request at a time. Default 16. */
  readonly maxConcurrency: number;
  /** `codechat:timeoutSeconds`: the limit of one operation in all, of which an attempt has a quarter. Default 60. */
  readonly timeoutSeconds: number;
  /** `codechat:maxRetries`: further attempts of a request. Default 5. */
  readonly maxRetries: number;
  /** The certificates in `codechat:caFile` (PEM), trusted beside the well-known ones. Default none. */
  readonly ca: string | undefined;
  /** What is wrong with the configuration, a sentence each; empty where nothing is. */
  readonly problems: readonly string[];
}

/** Looks up one configuration value by its full key, such as `codechat:baseUrl`. */
export type ConfigLookup = (key: string) => string | undefined;

/**
 * Reads the configuration and the environment. It never throws: what is wrong is listed in
 * {@link Settings.problems}, so that each resource reports it with its own failures.
 */
export function readSettings(config: ConfigLookup, environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const read = (key: string, variable: string, problemOf: (value: string) => string | undefined) => {
    const [source, value] =
      config(key) !== undefined ? [key, config(key)] : [variable, environment[variable] || undefined];
    const problem = value === undefined ? undefined : problemOf(value);
    if (problem) problems.push(`${source}: ${problem}`);
    return problem ? undefined : value;
  };
  const number = (key: string, fallback: number, range: NumberRange) => {
    const text = config(key);
    if (text === undefined) return fallback;
    const value = /^\d{1,9}(\.\d{1,3})?$/.test(text.trim()) ? Number(text) : Number.NaN;
    const fits = value >= range.min && value <= range.max && (range.fraction || Number.isInteger(value));
    if (fits) return value;
    const kind = range.fraction ? "a number" : "a whole number";
    problems.push(`${key}: must be ${kind} from ${range.min} to ${range.max}, such as ${fallback}`);
    return fallback;
  };
  return {
    baseUrl: read("codechat:baseUrl", "CODECHAT_BASE_URL", baseUrlProblem)?.replace(/\/+$/, ""),
    token: read("codechat:token", "CODECHAT_TOKEN", tokenProblem),
    tokens: readTokens(config("codechat:tokens"), problems),
    maxConcurrency: number("codechat:maxConcurrency", 16, { min: 1, max: 1000 }),
    timeoutSeconds: number("codechat:timeoutSeconds", 60, { min: 0.1, max: 86_400, fraction: true }),
    maxRetries: number("codechat:maxRetries", 5, { min: 0, max: 100 }),
    ca: readCertificates(config("codechat:caFile"), environment["NODE_EXTRA_CA_CERTS"], problems),
    problems,
  };
}

interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly fraction?: boolean;
}

function readTokens(text: string | undefined, problems: string[]): Map<string, string> {
  if (text === undefined) return new Map();
  const parsed = parseJson(text);
  if (!isTokenMap(parsed) || Object.hasOwn(parsed, "")) {
    problems.push(
      'codechat:tokens: must be a JSON object of instance id and token, such as {"shop-01": "…"}; ' +
        "set it with `pulumi config set --secret codechat:tokens '{…}'`",
    );
    return new Map();
  }
  const tokens = Object.entries(parsed);
  for (const [instanceId, token] of tokens) {
    const problem = tokenProblem(token);
    if (problem) problems.push(`codechat:tokens["${instanceId}"]: ${problem}`);
  }
  return new Map(tokens);
}

function readCertificates(
  file: string | undefined,
  extraFile: string | undefined,
  problems: string[],
): string | undefined {
  if (file === undefined) return undefined;
  try {
    // Beside a CA that it is given, Node.js trusts none of these.
    const extra = extraFile === undefined ? [] : certificatesIfAny(extraFile);
    return [certificatesIn(file), ...extra].join("\n");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "there is no such file" : "it is not a readable file of PEM certificates";
    problems.push(
      `codechat:caFile: cannot use ${file}: ${why}; the path is relative to the program's folder`,
    );
    return undefined;
  }
}

/** @throws Error where the file is missing or holds no certificate. */
function certificatesIn(file: string): string {
  const pem = readFileSync(file, "utf8");
  new X509Certificate(pem);
  return pem;
}

// Node.js itself warns of what it cannot use.
function certificatesIfAny(file: string): string[] {
  try {
    return [certificatesIn(file)];
  } catch {
    return [];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
