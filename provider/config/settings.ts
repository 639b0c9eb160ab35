import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { inOneLine } from "../api/one-line";
import { keyOf, SETTINGS, type Setting } from "./keys";
import { baseUrlProblem, isTokenMap, normalBaseUrl, tokenProblem } from "./values";

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
  /**
   * `codechat:deleteUnreachable`, else `CODECHAT_DELETE_UNREACHABLE`: whether a delete drops from state what cannot be
   * reached or is refused. Default false.
   */
  readonly deleteUnreachable: boolean;
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
  const given = (setting: Setting): { source: string; value?: string | undefined } => {
    const key = keyOf(setting);
    const value = config(key);
    const variable = SETTINGS[setting];
    if (value !== undefined || variable === undefined) return { source: key, value };
    return { source: variable, value: environment[variable] || undefined };
  };
  const read = (setting: Setting, problemOf: (value: string) => string | undefined) => {
    const { source, value } = given(setting);
    const problem = value === undefined ? undefined : problemOf(value);
    if (problem) problems.push(`${source}: ${problem}`);
    return problem ? undefined : value;
  };
  const number = (setting: Setting, fallback: number, range: NumberRange) => {
    const { source, value: text } = given(setting);
    if (text === undefined) return fallback;
    const value = /^\d{1,9}(\.\d{1,3})?$/.test(text.trim()) ? Number(text) : Number.NaN;
    const fits = value >= range.min && value <= range.max && (range.fraction || Number.isInteger(value));
    if (fits) return value;
    const kind = range.fraction ? "a number" : "a whole number";
    problems.push(`${source}: must be ${kind} from ${range.min} to ${range.max}, such as ${fallback}`);
    return fallback;
  };
  const baseUrl = read("baseUrl", baseUrlProblem);
  const settings = {
    baseUrl: baseUrl === undefined ? undefined : normalBaseUrl(baseUrl),
    token: read("token", tokenProblem),
    tokens: readTokens(given("tokens").value, problems),
    maxConcurrency: number("maxConcurrency", 16, { min: 1, max: 1000 }),
    timeoutSeconds: number("timeoutSeconds", 60, { min: 0.1, max: 86_400, fraction: true }),
    maxRetries: number("maxRetries", 5, { min: 0, max: 100 }),
    deleteUnreachable: read("deleteUnreachable", flagProblem) === "true",
    ca: readCertificates(given("caFile").value, environment["NODE_EXTRA_CA_CERTS"], problems),
  };
  return { ...settings, problems: problems.map(inOneLine) };
}

function flagProblem(text: string): string | undefined {
  return text === "true" || text === "false" ? undefined : "must be true or false";
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
