import { nearest } from "../api/nearest";
import { inOneLine } from "../api/one-line";

const NAMESPACE = "codechat:";

/** Every configuration key, without its `codechat:`, and the environment variable that counts where it is not set. */
export const SETTINGS = {
  baseUrl: "CODECHAT_BASE_URL",
  token: "CODECHAT_TOKEN",
  tokens: undefined,
  maxConcurrency: undefined,
  timeoutSeconds: undefined,
  caFile: undefined,
  maxRetries: undefined,
  deleteUnreachable: "CODECHAT_DELETE_UNREACHABLE",
} as const;

/** The name of a configuration key without its `codechat:`. */
export type Setting = keyof typeof SETTINGS;

/** The full key of a setting, such as `codechat:baseUrl`. */
export function keyOf(setting: Setting): string {
  return NAMESPACE + setting;
}

/**
 * What is odd about the keys of a configuration: those that begin with `codechat:` and are none of {@link SETTINGS},
 * each with the nearest one. In a project that is itself called `codechat` they may be the program's own.
 *
 * @param keys full keys, such as `codechat:baseUrl`.
 */
export function unknownKeys(keys: Iterable<string>, project: string | undefined): string[] {
  if (`${project}:` === NAMESPACE) return [];
  const known = Object.keys(SETTINGS);
  return [...keys].flatMap((key) => {
    const name = key.slice(NAMESPACE.length);
    if (!key.startsWith(NAMESPACE) || known.includes(name)) return [];
    const guess = nearest(name, known);
    const help =
      guess === undefined
        ? `the keys are ${known.map((each) => NAMESPACE + each).join(", ")}`
        : `did you mean ${NAMESPACE}${guess}?`;
    return [inOneLine(`${key}: unknown configuration key, which has no effect; ${help}`)];
  });
}
