/** A call of the API, in the words of its documentation. */
export type CallName =
  | "list webhooks"
  | "create webhook"
  | "get webhook"
  | "update webhook"
  | "define events"
  | "delete webhook";

/** Which call failed. */
export interface Call {
  readonly name: CallName;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path below the base url, encoded. */
  readonly path: string;
  /** The server's origin, such as `https://api.example`. */
  readonly server: string;
}

/**
 * How a call failed: `refused` by the API, `noAnswer` at all, or a `badAnswer`: one that is not as the
 * API documents it, or a 404 that a proxy gives.
 */
export type CallFailureKind = "refused" | "noAnswer" | "badAnswer";

// No connection was made, or used, so no server can have seen the request.
const NEVER_SENT =
  /^(EPAUSED|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_TUNNEL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** A call of the API that failed, after all retries. The message names the call and holds no secret. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly kind: CallFailureKind;
  readonly call: Call;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** `Retry-After` as received. */
  readonly retryAfter: string | undefined;
  /** The network error's code, where there was no answer. */
  readonly code: string | undefined;
  /** The server's own messages, fit to be shown. */
  readonly serverMessages: readonly string[];

  constructor(details: {
    kind: CallFailureKind;
    call: Call;
    what: string;
    status?: number | undefined;
    retryAfter?: string | undefined;
    code?: string | undefined;
    serverMessages?: readonly string[];
    cause?: unknown;
  }) {
    const { call, what, serverMessages = [] } = details;
    const words = serverMessages.length > 0 ? `: ${serverMessages.join("; ")}` : "";
    super(`${call.method} ${call.path} (${call.name}) ${what}${words}`, { cause: details.cause });
    this.kind = details.kind;
    this.call = call;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.code = details.code;
    this.serverMessages = serverMessages;
  }

  /** Whether the server does not accept the token for this instance. */
  get refusesToken(): boolean {
    return this.kind === "refused" && (this.status === 401 || this.status === 403);
  }

  /** Whether a call that is not idempotent may have been applied all the same. */
  get mayHaveBeenApplied(): boolean {
    if (this.kind === "noAnswer") return !NEVER_SENT.test(this.code ?? "");
    const status = this.status ?? 0;
    return status < 300 || status >= 500 || status === 408;
  }
}

/** Whether the server refused what a call says (400). */
export function isBadRequest(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.status === 400;
}

/** Whether the server says that there is no such webhook (404); a proxy's page does not count. */
export function isAbsent(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.kind === "refused" && error.status === 404;
}
