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
 * How a call failed:
 *
 * - `refused`: the API answered with an error.
 * - `noRoute`: a server answered that it has no such call, so it is not (this version of) the API.
 * - `foreign`: something that is not the API answered with an error: a proxy, a firewall, another application.
 * - `badAnswer`: a success that is not as the API documents it.
 * - `noAnswer`: there was none.
 * - `absent`: the webhook is gone, and that is proven.
 * - `unproven`: 404 for a webhook of which nothing proves that it is gone; `cause` says why, where a call failed.
 */
export type CallFailureKind =
  | "refused"
  | "noRoute"
  | "foreign"
  | "badAnswer"
  | "noAnswer"
  | "absent"
  | "unproven";

// No connection was made, or used, so no server can have seen the request.
const NEVER_SENT =
  /^(EPAUSED|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_TUNNEL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** What a {@link CallFailure} is made of. */
export interface CallFailureDetails
  extends Pick<CallFailure, "kind" | "call" | "what">,
    Partial<Pick<CallFailure, "status" | "retryAfter" | "code" | "serverMessages" | "cause">> {
  /** Whether something answered all the same, where there is no usable answer. */
  readonly wasAnswered?: boolean;
  /** The status in the body of the API's own error. */
  readonly ownStatus?: number | undefined;
}

/** A call of the API that failed, after all retries. The message names the call and holds no secret. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly kind: CallFailureKind;
  readonly call: Call;
  /** What happened to the call, without the server's words. */
  readonly what: string;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** `Retry-After` as received. */
  readonly retryAfter: string | undefined;
  /** The network error's code, where there was no answer. */
  readonly code: string | undefined;
  /** The server's own messages, fit to be shown. */
  readonly serverMessages: readonly string[];
  /** Whether nothing was heard of the server at all. */
  readonly isSilence: boolean;
  readonly #ownStatus: number | undefined;

  constructor(details: CallFailureDetails) {
    const { call, what, serverMessages = [] } = details;
    const words = serverMessages.length > 0 ? `: ${serverMessages.join("; ")}` : "";
    super(`${call.method} ${call.path} (${call.name}) ${what}${words}`, { cause: details.cause });
    this.kind = details.kind;
    this.call = call;
    this.what = what;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
    this.code = details.code;
    this.serverMessages = serverMessages;
    this.isSilence = details.kind === "noAnswer" && !details.wasAnswered;
    this.#ownStatus = details.ownStatus;
  }

  /** Whether the API itself says 404, in its own form and of what was asked for. */
  get isOwnNotFound(): boolean {
    return this.kind === "refused" && this.status === 404 && this.#ownStatus === 404;
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
  return error instanceof CallFailure && error.kind === "refused" && error.status === 400;
}

/** Whether a call failed because its webhook is gone, which is proven. */
export function isAbsent(error: unknown): error is CallFailure {
  return error instanceof CallFailure && error.kind === "absent";
}
