import { CallFailure } from "../api/failure";
import { ConfigurationError } from "../config/connection";
import { isDeadlineOver } from "../http/deadline";
import { PAUSED } from "../http/retry";

/** A reason to stop that is not a failed call: what is wrong, and what to do about it. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";

  constructor(
    message: string,
    /** What the user can do. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Which operation failed on which webhook, for the first line of an error. */
export interface Subject {
  readonly operation: "create" | "read" | "update" | "delete";
  readonly name: string;
  readonly instanceId: string;
  readonly webhookId?: string | undefined;
}

/** The text of an error: what happened and where, what is now true, what to do next. */
export function describeFailure(subject: Subject, error: unknown, now: string): string {
  const id = subject.webhookId === undefined ? "" : ` (webhook ${subject.webhookId})`;
  const what = error instanceof Error ? error.message : String(error);
  return [
    `could not ${subject.operation} webhook "${subject.name}" of instance ${subject.instanceId}${id}: ${what}`,
    `now: ${now}`,
    `next: ${nextStep(error)}`,
  ].join("\n");
}

const MORE_TIME = "a larger codechat:timeoutSeconds gives a slow server more time";

/** What to do after this failure. */
export function nextStep(error: unknown): string {
  if (error instanceof Refusal || error instanceof ConfigurationError) return error.next;
  if (isDeadlineOver(error)) return `run the same command again; ${MORE_TIME}`;
  if (error instanceof CallFailure) return nextStepAfterCall(error);
  return "set the configuration right and run `pulumi up` again";
}

function nextStepAfterCall(failure: CallFailure): string {
  const { kind, status, code, call, refusesToken } = failure;
  if (kind === "badAnswer")
    return `check that codechat:baseUrl (${call.server}) is a CodeChat API v2 server, then run the same command again`;
  if (kind === "noAnswer" && code !== PAUSED) return nextStepWithoutAnswer(code, call.server);
  if (refusesToken) {
    return (
      "give this instance's own token: `pulumi config set --secret codechat:token …`, or codechat:tokens for " +
      "a token per instance, then run `pulumi up` again. `pulumi refresh`, `pulumi destroy` and `--refresh` use " +
      "the configuration of the last `pulumi up`; with --run-program they use the current one"
    );
  }
  if (status === 404 && call.method === "POST") {
    return "check instanceId, and that codechat:baseUrl is the address before /api/v2";
  }
  if (status === 404) {
    return "if someone deleted it, `pulumi up --refresh` creates a new one; else check webhookId, instanceId and codechat:baseUrl";
  }
  if (status === 429 || code === PAUSED)
    return "wait and run the same command again; a lower codechat:maxConcurrency asks less of the server";
  if (status !== undefined && status >= 300 && status < 400) {
    return "set codechat:baseUrl to the address that the server redirects to; redirects are not followed, to keep the token from other hosts";
  }
  if (status !== undefined && status >= 500)
    return "run the same command again once the server is well; it goes on from here";
  return "change the declaration as the server's words say, then run `pulumi up` again";
}

function nextStepWithoutAnswer(code: string | undefined, server: string): string {
  if (code === "ERR_TOO_LARGE" || code === "ERR_NOT_JSON") {
    return `check that codechat:baseUrl (${server}) is a CodeChat API v2 server and not a proxy's page`;
  }
  if (code === "ERR_TUNNEL") {
    return "check the proxy that HTTPS_PROXY names, or let NO_PROXY name the server, then run the same command again";
  }
  if (code !== undefined && /CERT|SIGNED|UNABLE_TO|TLS|SSL|EPROTO/.test(code)) {
    return (
      `the server's certificate is not trusted or it does not speak TLS: check codechat:baseUrl (${server}); ` +
      "`pulumi config set codechat:caFile ca.pem` trusts a private CA"
    );
  }
  const checkNetwork = `check codechat:baseUrl (${server}) and the network, then run the same command again`;
  return code === "ETIMEDOUT" ? `${checkNetwork}; ${MORE_TIME}` : checkNetwork;
}

/**
 * The failure of an operation. The engine prints the message at the resource; its launcher prints
 * `${error}: ${error.stack}` at the stack as well, so that those say no more than where to look.
 */
export class OperationFailure extends Error {
  override readonly name = "OperationFailure";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.stack = "see the error at the resource";
  }

  override toString(): string {
    return this.name;
  }
}

/**
 * The failure of an operation on a webhook that exists: the engine keeps the webhook in state,
 * marked as not initialized, and the next `pulumi up` finishes the job.
 *
 * @see `grpcResponseFromError` in the dynamic provider of `@pulumi/pulumi`, which reads these members.
 */
export class InitializationFailure extends Error {
  override readonly name = "InitializationFailure";

  constructor(
    /** The resource's id. */
    readonly id: string,
    /** The complete outputs, `__provider` included: the engine's launcher does not add it here. */
    readonly properties: object,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(reason, options);
    this.reasons = [reason];
  }

  /** What the engine prints. */
  readonly reasons: readonly string[];
}
