import { STATUS_CODES } from "node:http";
import { type BaseIssue, getDotPath, safeParse } from "valibot";
import { type HttpAnswer, type HttpClient, NoAnswerError } from "../http/client";
import type { Deadline } from "../http/deadline";
import { PAUSED } from "../http/retry";
import type { AnswerBody } from "../http/transport";
import { type Call, CallFailure, type CallName } from "./failure";
import { redact, showUrl } from "./redact";
import {
  type AnswerSchema,
  deletedAnswer,
  type EventFlags,
  errorAnswer,
  eventsAnswer,
  type LiveWebhook,
  type WebhookBody,
  webhookAnswer,
  webhookListAnswer,
} from "./wire";

/** The instance whose webhooks are meant, and how to reach it. */
export interface InstanceAddress {
  /** Where the server's API begins, without `/api/v2` and without a slash at the end. */
  readonly baseUrl: string;
  readonly instanceId: string;
  /** The instance's token. */
  readonly token: string;
}

const ABSENT = new Set([404]);

/** What a call is made with beside its path. */
interface CallDetails {
  /** The webhook that the answer must be about. */
  readonly webhookId?: string;
  readonly body?: unknown;
  /** The statuses that mean that there is no such thing. */
  readonly absent?: ReadonlySet<number>;
}

/**
 * The webhook calls of the CodeChat API v2 for one instance, within one operation's deadline.
 *
 * Every method throws a {@link CallFailure} where the server refuses, does not answer, or answers
 * something that is not what its documentation says.
 */
export class WebhookApi {
  readonly #http: HttpClient;
  readonly #address: InstanceAddress;
  readonly #deadline: Deadline;
  readonly #secrets: () => readonly string[];

  /** @param secrets texts that must not be shown, beside the token. */
  constructor(
    http: HttpClient,
    address: InstanceAddress,
    deadline: Deadline,
    secrets: () => readonly string[] = () => [],
  ) {
    this.#http = http;
    this.#address = address;
    this.#deadline = deadline;
    this.#secrets = secrets;
  }

  /** All webhooks of the instance; `undefined` where the server has no such call (404 or 405). */
  async list(): Promise<LiveWebhook[] | undefined> {
    return this.#send("list webhooks", "GET", "", webhookListAnswer, { absent: new Set([404, 405]) });
  }

  /** Creates a webhook. The only call that is not idempotent: it is sent once. */
  async create(body: WebhookBody): Promise<LiveWebhook> {
    return present(await this.#send("create webhook", "POST", "", webhookAnswer, { body }));
  }

  /** The webhook as it is; `undefined` where there is none with this id. */
  async get(webhookId: string): Promise<LiveWebhook | undefined> {
    const path = segment(webhookId);
    return this.#send("get webhook", "GET", path, webhookAnswer, { webhookId, absent: ABSENT });
  }

  /** Sets name, url and enabled ("Update Webhook"). */
  async update(webhookId: string, body: WebhookBody): Promise<LiveWebhook> {
    const path = segment(webhookId);
    return present(await this.#send("update webhook", "PUT", path, webhookAnswer, { webhookId, body }));
  }

  /**
   * Sets event flags, named in the server's spelling ("Define Events").
   *
   * @returns what the server answered: the webhook, its events, or nothing of either.
   */
  async setEvents(
    webhookId: string,
    flags: Readonly<Record<string, boolean>>,
  ): Promise<LiveWebhook | EventFlags | undefined> {
    const path = `${segment(webhookId)}/events`;
    return this.#send("define events", "PATCH", path, eventsAnswer, { webhookId, body: flags });
  }

  /**
   * Deletes the webhook; one that is not there any more is as good as deleted.
   *
   * @returns whether the server says that it is gone, with the deleted webhook or with 404; any other
   *   answer that is not an error leaves that open.
   */
  async delete(webhookId: string): Promise<boolean> {
    const path = segment(webhookId);
    const deleted = await this.#send("delete webhook", "DELETE", path, deletedAnswer, { absent: ABSENT });
    return deleted === undefined || deleted?.webhookId === webhookId;
  }

  async #send<T>(
    name: CallName,
    method: Call["method"],
    subPath: string,
    schema: AnswerSchema<T>,
    { webhookId, body, absent }: CallDetails,
  ): Promise<T | undefined> {
    const { baseUrl, instanceId, token } = this.#address;
    const path = `/api/v2/instance${segment(instanceId)}/webhook${subPath}`;
    // Made where there is a failure to describe.
    const call = (): Call => ({ name, method, path, server: new URL(baseUrl).origin });
    const answer = await this.#http
      .send({
        method,
        url: `${baseUrl}${path}`,
        token,
        body,
        idempotent: method !== "POST",
        deadline: this.#deadline,
      })
      .catch((error: unknown) => {
        throw this.#noAnswer(call(), error);
      });
    if (absent?.has(answer.status) && !isProxyPage(answer)) return undefined;
    if (answer.status < 200 || answer.status > 299) throw this.#refused(call(), answer);
    const result = safeParse(schema, answer.body.kind === "json" ? answer.body.value : undefined);
    if (!result.success) throw this.#badAnswer(call(), answer, result.issues.map(problem));
    if (webhookId !== undefined && isOfAnother(result.output, webhookId)) {
      throw this.#badAnswer(call(), answer, ["webhookId: is that of another webhook"]);
    }
    return result.output;
  }

  #shown(text: string): string {
    return redact(text, [this.#address.token, ...this.#secrets()]);
  }

  #noAnswer(call: Call, error: unknown): unknown {
    if (!(error instanceof NoAnswerError)) return error;
    const outcome = error.code === PAUSED ? "was not sent" : "got no usable answer";
    const what = `${outcome}${notes(attemptsNote(error))}: ${this.#shown(error.message)}`;
    return new CallFailure({ kind: "noAnswer", call, what, code: error.code, cause: error });
  }

  #refused(call: Call, answer: HttpAnswer): CallFailure {
    const { status, retryAfter, location, body } = answer;
    const to = location === undefined ? "" : ` to ${this.#shown(showUrl(location))}`;
    const wait =
      retryAfter === undefined || (status !== 429 && status !== 503)
        ? []
        : [`Retry-After: ${this.#shown(retryAfter)}`];
    const phrase = `${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
    return new CallFailure({
      kind: isProxyPage(answer) ? "badAnswer" : "refused",
      call,
      what: `was answered ${phrase}${to}${notes([...attemptsNote(answer), ...wait])}`,
      status,
      retryAfter,
      serverMessages: serverMessages(body)
        .filter((message) => message !== STATUS_CODES[status])
        .map((message) => this.#shown(message)),
    });
  }

  #badAnswer(call: Call, { status }: HttpAnswer, problems: readonly string[]): CallFailure {
    const what = `was answered ${status} with something that is not as the API documents it`;
    const serverMessages = problems.slice(0, 5).map((each) => this.#shown(each));
    return new CallFailure({ kind: "badAnswer", call, what, status, serverMessages });
  }
}

function problem(issue: BaseIssue<unknown>): string {
  return [getDotPath(issue), issue.message].filter(Boolean).join(": ");
}

// A proxy says 404 with a page while the server behind it restarts; of what is absent the API alone can tell.
function isProxyPage({ status, body }: HttpAnswer): boolean {
  return status === 404 && body.kind === "page";
}

// An answer about another webhook must neither be taken for this one's state nor lead a write astray.
function isOfAnother(answer: unknown, webhookId: string): boolean {
  return (
    typeof answer === "object" && answer !== null && "webhookId" in answer && answer.webhookId !== webhookId
  );
}

function attemptsNote({ attempts }: { readonly attempts: number }): string[] {
  return attempts > 1 ? [`${attempts} attempts`] : [];
}

function notes(texts: readonly string[]): string {
  return texts.length > 0 ? ` (${texts.join("; ")})` : "";
}

function segment(id: string): string {
  return `/${encodeURIComponent(id)}`;
}

// Only calls with a status that means absence answer undefined.
function present<T>(answer: T | undefined): T {
  if (answer === undefined) throw new TypeError("an answer without a body passed its schema");
  return answer;
}

function serverMessages(body: AnswerBody): string[] {
  if (body.kind === "empty") return [];
  const parsed = safeParse(errorAnswer, body.kind === "json" ? body.value : undefined);
  if (!parsed.success) return ["the body is not one of the API's errors (a proxy's page?)"];
  const { message, error } = parsed.output;
  const messages = (Array.isArray(message) ? message : [message]).filter(
    (entry) => typeof entry === "string",
  );
  return messages.length > 0 ? messages : error ? [error] : [];
}
