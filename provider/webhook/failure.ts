import { CallFailure } from "../api/failure";
import { inOneLine } from "../api/one-line";
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

/** A webhook that exists, but could not be made as declared; `cause` is the reason. */
export class Unsettled extends Error {
  override readonly name = "Unsettled";

  constructor(
    readonly webhookId: string,
    override readonly cause: unknown,
  ) {
    super(`webhook ${webhookId} is not as declared`, { cause });
  }
}

/** Which operation failed on which webhook, for the first line of an error. */
export interface Subject {
  readonly operation: "create" | "read" | "update" | "delete";
  readonly name: string;
  readonly instanceId: string;
  readonly webhookId?: string | undefined;
}

/** What an operation on a webhook, or on members of a fleet, does. */
export type OperationName = Subject["operation"];

/** The text of an error: what happened and where, what is now true, what to do next. */
export function describeFailure(subject: Subject, error: unknown, now: string): string {
  const { operation } = subject;
  return [
    `could not ${operation} ${nameOf(subject)}: ${messageOf(error)}`,
    `now: ${now}`,
    `next: ${nextStep(error, operation)}`,
  ].join("\n");
}

/** The warning that a webhook which cannot be reached was dropped from state. */
export function droppedWarning(subject: Omit<Subject, "operation">, error: unknown): string {
  return `warning: ${nameOf(subject)} was dropped from state, and was not deleted, since the instance cannot be reached: ${messageOf(error)}`;
}

function nameOf({ name, instanceId, webhookId }: Omit<Subject, "operation">): string {
  const id = webhookId === undefined ? "" : ` (webhook ${webhookId})`;
  return `webhook "${inOneLine(name)}" of instance ${instanceId}${id}`;
}

/** The message of what an error is about. */
export function messageOf(error: unknown): string {
  const reason = reasonOf(error);
  return reason instanceof Error ? reason.message : String(reason);
}

/** What an error is about: that a webhook exists and is not settled is said elsewhere. */
export function reasonOf(error: unknown): unknown {
  return error instanceof Unsettled ? error.cause : error;
}

/**
 * Whether an instance cannot be reached, or does not let us in: no connection, a token that it refuses or that is
 * nowhere, an instance that is not there. With `codechat:deleteUnreachable` a delete drops such a webhook from state.
 */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof ConfigurationError) return error.isIncomplete;
  if (!(error instanceof CallFailure)) return false;
  const { kind, status, cause, isSilence } = error;
  if (isSilence || status === 401 || status === 403) return true;
  // Of the list, and of what is asked because of a 404, the API's own says that there is no such instance.
  return kind === "unproven" ? isUnreachable(cause) : kind === "refused" && isInstanceMissing(error);
}

function isInstanceMissing({ isOwnNotFound, call }: CallFailure): boolean {
  return isOwnNotFound && (call.name === "list webhooks" || call.name === "create webhook");
}

const MORE_TIME = "a larger codechat:timeoutSeconds gives a slow server more time";

const WAY_OUT =
  "Where the instance or its token is gone for good, CODECHAT_DELETE_UNREACHABLE=true lets `pulumi destroy`, and " +
  "`pulumi up` without it in the program, drop it from state; `pulumi state delete` drops a whole resource";

/**
 * What to do after a failure.
 *
 * @param operation what failed, where it is the operation of a resource.
 */
export function nextStep(failed: unknown, operation?: OperationName): string {
  const error = reasonOf(failed);
  const isInState = operation !== undefined && operation !== "create";
  return isInState && isUnreachable(error) ? `${firstStep(error)}. ${WAY_OUT}` : firstStep(error);
}

function firstStep(error: unknown): string {
  if (error instanceof Refusal || error instanceof ConfigurationError) return error.next;
  if (isDeadlineOver(error)) return `run the same command again; ${MORE_TIME}`;
  if (error instanceof CallFailure) return nextStepAfterCall(error);
  return "set the configuration right and run `pulumi up` again";
}

function nextStepAfterCall(failure: CallFailure): string {
  const { kind, status, code, call, refusesToken, cause } = failure;
  const isServer = `check that codechat:baseUrl (${call.server}) is a CodeChat API v2 server`;
  if (kind === "unproven" && cause instanceof CallFailure) return nextStepAfterCall(cause);
  if (kind === "noRoute")
    return `${isServer}, and the address before /api/v2, then run the same command again`;
  if (kind === "badAnswer") return `${isServer}, then run the same command again`;
  if (kind === "noAnswer" && code !== PAUSED) return nextStepWithoutAnswer(code, call.server);
  if (refusesToken) {
    return (
      "give this instance's own token: `pulumi config set --secret codechat:token …`, or codechat:tokens for " +
      "a token per instance, then run `pulumi up` again; or there is no such instance: check instanceId. " +
      "`pulumi refresh`, `pulumi destroy` and `--refresh` use the configuration of the last `pulumi up`; " +
      "with --run-program they use the current one"
    );
  }
  if (status === 429 || code === PAUSED) {
    return "wait and run the same command again; a lower codechat:maxConcurrency asks less of the server";
  }
  if (status !== undefined && status >= 300 && status < 400) {
    return "set codechat:baseUrl to the address that the server redirects to; redirects are not followed, to keep the token from other hosts";
  }
  if (status !== undefined && status >= 500) {
    return "run the same command again once the server is well; it goes on from here";
  }
  if (kind === "foreign" || kind === "unproven") {
    return `a proxy, a firewall or another application seems to have answered: look at what stands before the server, ${isServer}, then run the same command again`;
  }
  if (kind === "absent") {
    return "if someone deleted it, `pulumi up --refresh` creates a new one; else check webhookId, instanceId and codechat:baseUrl";
  }
  if (status === 404) return "check instanceId, and that codechat:baseUrl is the address before /api/v2";
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
