import {
  CommandError,
  ConcurrentUpdateError,
  StackAlreadyExistsError,
  StackNotFoundError,
} from "@pulumi/pulumi/automation";

/** What an operation's failure means for the tenant, and what to do next. */
export function explain(error: unknown): string {
  if (error instanceof ConcurrentUpdateError) {
    return `another run holds this tenant's stack, and nothing was changed; run this again when it has ended
  (after a crash: pulumi cancel --yes --stack organization/codechat-tenants/<tenant>)`;
  }
  if (error instanceof StackAlreadyExistsError) return "it has a stack already; use update";
  if (error instanceof StackNotFoundError) return "it has no stack yet; use create";
  if (error instanceof CommandError) return reasonsIn(error.message);
  return error instanceof Error ? error.message : String(error);
}

/** The engine's reasons stand under Diagnostics, or after `error:`; behind `err?:` all is said again. */
function reasonsIn(message: string): string {
  const [printed = ""] = message.split(/^ *err\?:/m);
  const diagnostics = /^Diagnostics:\n([\s\S]*?)\n(?=\S)/m.exec(printed)?.[1];
  return (diagnostics ?? /^.*\berror: [\s\S]*/m.exec(printed)?.[0] ?? printed).trim();
}
