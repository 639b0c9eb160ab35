import { type ConfigLookup, joinAtMost, resolveToken, Session } from "../../core";
import { idProblems, type NamedInstances } from "./named-instances";

/** This many instances without a token are named. */
const SHOWN = 20;

/** Where the server is, as far as the command line says. */
export interface ServerOptions {
  readonly baseUrl?: string;
  readonly caFile?: string;
}

/** What the command line says, by the keys of the configuration. */
export function configOf({ baseUrl, caFile }: ServerOptions, { tokens }: NamedInstances): ConfigLookup {
  const values: Readonly<Record<string, string | undefined>> = {
    "codechat:baseUrl": baseUrl,
    "codechat:caFile": caFile,
    "codechat:tokens": tokens && JSON.stringify(tokens),
  };
  return (key) => values[key];
}

/**
 * What reads instances without a project: the command line's settings, else those of the environment.
 *
 * @throws Error that says everything that is missing or unusable; it shows no token.
 */
export function configureSession(options: ServerOptions, named: NamedInstances): Session {
  const { ids } = named;
  const session = new Session();
  session.configure(configOf(options, named));
  const { settings } = session;
  const tokenless = ids.filter((instanceId) => resolveToken(settings, { instanceId }) === undefined);
  const problems = [...settings.problems, ...idProblems(ids)];
  if (settings.baseUrl === undefined && settings.problems.length === 0)
    problems.push(
      "no server is named: give --base-url <url>, or set the environment variable CODECHAT_BASE_URL",
    );
  if (tokenless.length > 0 && settings.problems.length === 0) {
    problems.push(
      `no token for ${joinAtMost(tokenless, SHOWN)}: give --instances a JSON file that maps instance ids to tokens, ` +
        "or set the environment variable CODECHAT_TOKEN",
    );
  }
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return session;
}
