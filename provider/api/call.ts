import { STATUS_CODES } from "node:http";
import { type BaseIssue, getDotPath, safeParse } from "valibot";
import { type HttpAnswer, type HttpClient, type HttpRequest, NoAnswerError } from "../http/client";
import { PAUSED } from "../http/retry";
import { type ErrorBody, isMissingRoute, readErrorBody } from "./error-body";
import { type Call, CallFailure, type CallFailureKind } from "./failure";
import { firstOf } from "./join";
import { showUrl } from "./redact";
import type { AnswerSchema } from "./wire";

/** What a server says about one answer is shown up to so many messages. */
const MAX_MESSAGES = 20;
/** What is wrong with an answer, up to so many points. */
const MAX_PROBLEMS = 5;

/** What is sent. */
export interface CallRequest extends Pick<HttpRequest, "url" | "token" | "body" | "deadline"> {
  readonly call: Call;
  /** A text of the server's, or of the network's, as it may be shown. */
  readonly show: (text: string) => string;
}

/**
 * Makes one call of the API.
 *
 * @throws CallFailure where the server refuses, does not answer, or answers what the schema does not allow.
 */
export async function makeCall<T>(
  http: HttpClient,
  request: CallRequest,
  schema: AnswerSchema<T>,
): Promise<T> {
  const { url, token, body, deadline } = request;
  const { method } = request.call;
  const sent = { method, url, token, body, idempotent: method !== "POST", deadline };
  const answer = await http.send(sent).catch((error: unknown) => {
    throw error instanceof NoAnswerError ? noAnswer(request, error) : error;
  });
  if (answer.status < 200 || answer.status > 299) throw errorAnswer(request, answer);
  const result = safeParse(schema, answer.body.kind === "json" ? answer.body.value : undefined);
  if (result.success) return result.output;
  throw badAnswer(request, answer.status, result.issues.map(problem));
}

/** The failure of a call whose answer is a success, but not as the API documents it. */
export function badAnswer(
  { call, show }: CallRequest,
  status: number,
  problems: readonly string[],
): CallFailure {
  const what = `was answered ${status} with something that is not as the API documents it`;
  const serverMessages = problems.slice(0, MAX_PROBLEMS).map(show);
  return new CallFailure({ kind: "badAnswer", call, what, status, serverMessages });
}

function noAnswer({ call, show }: CallRequest, error: NoAnswerError): CallFailure {
  const outcome = error.code === PAUSED ? "was not sent" : "got no usable answer";
  const what = `${outcome}${notes(attemptsNote(error))}: ${show(error.message)}`;
  const { code, wasAnswered } = error;
  return new CallFailure({ kind: "noAnswer", call, what, code, wasAnswered, cause: error });
}

function errorAnswer({ call, show }: CallRequest, answer: HttpAnswer): CallFailure {
  const { status, retryAfter, location } = answer;
  const body = readErrorBody(answer.body);
  const kind = kindOf(status, body);
  const to = location === undefined ? "" : ` to ${show(showUrl(location))}`;
  const by =
    kind === "foreign" && status >= 400 ? ` by something that is not the CodeChat API v2 (${body.form})` : "";
  const wait =
    retryAfter !== undefined && (status === 429 || status === 503)
      ? [`Retry-After: ${show(retryAfter)}`]
      : [];
  const phrase = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  const messages = body.messages.filter((message) => message !== STATUS_CODES[status]).map(show);
  return new CallFailure({
    kind,
    call,
    what: `was answered ${phrase}${to}${by}${notes([...attemptsNote(answer), ...wait])}`,
    status,
    retryAfter,
    ownStatus: body.ownStatus,
    serverMessages: firstOf(messages, MAX_MESSAGES),
  });
}

function kindOf(status: number, body: ErrorBody): CallFailureKind {
  if (isMissingRoute(body) && status === 404) return "noRoute";
  if (status === 405 && (body.isApi || body.form === "an empty body")) return "noRoute";
  return body.isApi ? "refused" : "foreign";
}

function problem(issue: BaseIssue<unknown>): string {
  return [getDotPath(issue), issue.message].filter(Boolean).join(": ");
}

function attemptsNote({ attempts }: { readonly attempts: number }): string[] {
  return attempts > 1 ? [`${attempts} attempts`] : [];
}

function notes(texts: readonly string[]): string {
  return texts.length > 0 ? ` (${texts.join("; ")})` : "";
}
