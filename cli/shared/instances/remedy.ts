import { CallFailure, nextStep } from "../../core";

/** Where the settings of a command come from: a stack's configuration, or the command line and the environment. */
export type SettingsSource = "stack" | "environment";

const GIVE_TOKEN = {
  stack:
    "give this instance's own token: `pulumi config set --secret codechat:token`, or codechat:tokens for one per " +
    "instance",
  environment:
    "give each instance its own token: --instances takes a JSON file that maps instance ids to tokens",
} as const satisfies Record<SettingsSource, string>;

/** What to do where an instance's webhooks cannot be listed. */
export function remedyOf(error: unknown, source: SettingsSource): string {
  if (!(error instanceof CallFailure)) return nextStep(error);
  if (error.refusesToken) return `${GIVE_TOKEN[source]}; or there is no such instance: check its id`;
  if (error.status !== 404) return nextStep(error);
  return isMissingInstance(error)
    ? "there is no such instance: check its id, or create it on the server"
    : `check that codechat:baseUrl (${error.call.server}) is the address of a CodeChat API v2 server, before /api/v2, and what answers there`;
}

// Of an instance the API alone can tell, in its own form; what has no such route words it as NestJS or Fastify does.
function isMissingInstance({ kind, serverMessages }: CallFailure): boolean {
  return kind === "refused" && !serverMessages.some((words) => /^(Cannot|Route) GET[ :]/.test(words));
}
