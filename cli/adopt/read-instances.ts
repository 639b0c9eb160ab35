import { CallFailure, joinAtMost, nextStep, resolveToken, Session } from "../core";
import { idProblems, type NamedInstances } from "../instances";
import { type ReadWebhook, readLiveWebhooks } from "../live-webhooks";

/** This many failed instances are shown. */
const SHOWN = 20;

/** Where the server is, as far as the command line says. */
export interface ServerOptions {
  readonly baseUrl?: string;
  readonly caFile?: string;
}

/** The live webhooks of one instance. */
export interface InstanceWebhooks {
  readonly instanceId: string;
  readonly webhooks: readonly ReadWebhook[];
}

/**
 * What reads instances: the command line's settings, else those of the environment.
 *
 * @throws Error that says everything that is missing or unusable; it shows no token.
 */
export function configureSession(
  { baseUrl, caFile }: ServerOptions,
  { ids, tokens }: NamedInstances,
): Session {
  const values: Readonly<Record<string, string | undefined>> = {
    "codechat:baseUrl": baseUrl,
    "codechat:caFile": caFile,
    "codechat:tokens": tokens && JSON.stringify(tokens),
  };
  const session = new Session();
  session.configure((key) => values[key]);
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

/**
 * Reads the live webhooks of instances, `codechat:maxConcurrency` of them at the same time.
 *
 * @returns what was found, in the order of `ids`, each instance's webhooks by name and id.
 * @throws Error that names every instance that cannot be read.
 */
export async function readInstances(session: Session, ids: readonly string[]): Promise<InstanceWebhooks[]> {
  const failures: { readonly instanceId: string; readonly error: unknown }[] = [];
  const read = async (instanceId: string): Promise<InstanceWebhooks> => {
    const webhooks = await readLiveWebhooks(session, { instanceId }).catch((error: unknown) => {
      failures.push({ instanceId, error });
      return [];
    });
    return { instanceId, webhooks: webhooks.sort(byNameAndId) };
  };
  const found = await Promise.all(ids.map(read));
  if (failures.length === 0) return found;
  const shown = failures
    .slice(0, SHOWN)
    .map(({ instanceId, error }) => `  ${instanceId}: ${error instanceof Error ? error.message : error}`);
  const more = failures.length - shown.length;
  throw new Error(
    [
      `${failures.length} of ${ids.length} instances cannot be read, so nothing was written`,
      ...shown,
      ...(more > 0 ? [`  … and ${more} more`] : []),
      ...[...new Set(failures.map(({ error }) => nextOf(error)))].map((step) => `next: ${step}`),
    ].join("\n"),
  );
}

function nextOf(error: unknown): string {
  return error instanceof CallFailure && error.refusesToken
    ? "give each instance its own token: --instances takes a JSON file that maps instance ids to tokens"
    : nextStep(error);
}

function byNameAndId(a: ReadWebhook, b: ReadWebhook): number {
  const [one, other] = a.name === b.name ? [a.webhookId, b.webhookId] : [a.name, b.name];
  return one < other ? -1 : 1;
}
