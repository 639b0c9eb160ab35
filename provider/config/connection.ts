import type { InstanceAddress } from "../api/client";
import { keyOf, SETTINGS } from "./keys";
import type { Settings } from "./settings";
import { normalBaseUrl } from "./values";

/** What a resource may say itself of where and as whom it is managed. */
export interface ConnectionInputs {
  readonly instanceId: string;
  readonly baseUrl?: string | undefined;
  readonly token?: string | undefined;
}

/** The server of a resource: its own `baseUrl`, else the configured one. */
export function resolveBaseUrl(settings: Settings, inputs: ConnectionInputs): string | undefined {
  const { baseUrl } = inputs;
  // An argument of another type is refused by check, which looks for its server all the same.
  return typeof baseUrl === "string" ? normalBaseUrl(baseUrl) : (baseUrl ?? settings.baseUrl);
}

/** The token of a resource: its own, else that of its instance, else the configured one. */
export function resolveToken(settings: Settings, inputs: ConnectionInputs): string | undefined {
  return inputs.token ?? settings.tokens.get(inputs.instanceId) ?? settings.token;
}

const MISSING = {
  baseUrl:
    "baseUrl: none is configured: set the argument baseUrl, run `pulumi config set codechat:baseUrl https://…`, " +
    "or set the environment variable CODECHAT_BASE_URL",
  token:
    "token: none is configured for this instance: set the argument token, run `pulumi config set --secret " +
    "codechat:token …` (or codechat:tokens for a token per instance), or set the environment variable CODECHAT_TOKEN",
};

/** What keeps a resource from being reached: unusable configuration, no base url, no token. */
export function connectionFailures(settings: Settings, inputs: ConnectionInputs): string[] {
  return [...settings.problems, ...missingConnection(settings, inputs)];
}

/** What a resource lacks to be reached: a base url, a token. */
export function missingConnection(settings: Settings, inputs: ConnectionInputs): string[] {
  const found = { baseUrl: resolveBaseUrl(settings, inputs), token: resolveToken(settings, inputs) };
  // One that is set but unusable is one problem, not two.
  const isReported = (setting: "baseUrl" | "token") =>
    settings.problems.some((text) => text.startsWith(keyOf(setting)) || text.startsWith(SETTINGS[setting]));
  return (["baseUrl", "token"] as const)
    .filter((setting) => found[setting] === undefined && !isReported(setting))
    .map((setting) => MISSING[setting]);
}

/** The configuration in force is unusable, or lacks something. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(
    message: string,
    /** Whether nothing is wrong but what is missing: no server, no token. */
    readonly isIncomplete: boolean,
  ) {
    super(message);
  }

  /**
   * What the user can do. `check` has reported all of it where the program runs; so this is mostly seen where it does
   * not, with a configuration that is not today's.
   */
  readonly next =
    "set the configuration right and run `pulumi up` again. `pulumi destroy`, `pulumi refresh` and `--refresh` use the " +
    "configuration of the last `pulumi up` (beside today's environment variables); with --run-program they use the " +
    "current one";
}

/**
 * The address of a resource's instance.
 *
 * @throws ConfigurationError where the configuration is unusable or incomplete, naming each point.
 */
export function resolveAddress(settings: Settings, inputs: ConnectionInputs): InstanceAddress {
  const failures = connectionFailures(settings, inputs);
  const baseUrl = resolveBaseUrl(settings, inputs);
  const token = resolveToken(settings, inputs);
  if (failures.length > 0 || baseUrl === undefined || token === undefined)
    throw new ConfigurationError(failures.join("\n"), settings.problems.length === 0);
  return { baseUrl, instanceId: inputs.instanceId, token };
}
