import type { HttpClient } from "../http/client";
import type { Deadline } from "../http/deadline";
import { failureAfterNotFound, findAfterNotFound } from "./absence";
import { badAnswer, makeCall } from "./call";
import { type Call, CallFailure } from "./failure";
import { redact } from "./redact";
import {
  type AnswerSchema,
  deletedAnswer,
  type EventFlags,
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

/**
 * The webhook calls of the CodeChat API v2 for one instance, within one operation's deadline.
 *
 * Every method throws a {@link CallFailure} where the server refuses, does not answer, or answers
 * something that is not what its documentation says. That a webhook is gone is concluded only where it is
 * proven ({@link findAfterNotFound}), which takes a further request where a call for one webhook is answered 404.
 */
export class WebhookApi {
  readonly #http: HttpClient;
  readonly #address: InstanceAddress;
  readonly #deadline: Deadline;
  readonly #show: (text: string) => string;

  /** @param secretsIn says what a text holds that must not be shown, beside the token. */
  constructor(
    http: HttpClient,
    address: InstanceAddress,
    deadline: Deadline,
    secretsIn: (text: string) => Iterable<string> = () => [],
  ) {
    this.#http = http;
    this.#address = address;
    this.#deadline = deadline;
    this.#show = (text) => redact(text, [address.token, ...secretsIn(text)]);
  }

  /** All webhooks of the instance; `undefined` where the server has no such call. */
  async list(): Promise<LiveWebhook[] | undefined> {
    try {
      return await this.#call(LIST);
    } catch (error) {
      if (error instanceof CallFailure && error.kind === "noRoute") return undefined;
      throw error;
    }
  }

  /** Creates a webhook. The only call that is not idempotent: it is sent once. */
  async create(body: WebhookBody): Promise<LiveWebhook> {
    return this.#call(CREATE, undefined, body);
  }

  /** The webhook as it is; `undefined` where it is proven that there is none with this id. */
  async get(webhookId: string): Promise<LiveWebhook | undefined> {
    return this.#callOne(GET, webhookId, undefined, (_notFound, found) => found);
  }

  /**
   * Sets name, url and enabled ("Update Webhook").
   *
   * @throws CallFailure of kind `absent` where the webhook is gone.
   */
  async update(webhookId: string, body: WebhookBody): Promise<LiveWebhook> {
    return this.#callOne(UPDATE, webhookId, body, failAfterNotFound);
  }

  /**
   * Sets event flags, named in the server's spelling ("Define Events").
   *
   * @returns what the server answered: the webhook, its events, or nothing of either.
   * @throws CallFailure of kind `absent` where the webhook is gone.
   */
  async setEvents(
    webhookId: string,
    flags: Readonly<Record<string, boolean>>,
  ): Promise<LiveWebhook | EventFlags | undefined> {
    return this.#callOne(DEFINE_EVENTS, webhookId, flags, failAfterNotFound);
  }

  /**
   * Deletes the webhook; one that is proven to be gone is as good as deleted.
   *
   * @returns whether the server says that it is gone; any other answer that is not an error leaves that open.
   */
  async delete(webhookId: string): Promise<boolean> {
    const deleted = await this.#callOne(DELETE, webhookId, undefined, (notFound, found) =>
      found ? failAfterNotFound(notFound, found) : { webhookId },
    );
    return deleted?.webhookId === webhookId;
  }

  /** @param afterNotFound what a 404 comes to, with the webhook where it is there all the same. */
  async #callOne<T, R>(
    kind: CallKind<T>,
    webhookId: string,
    body: unknown,
    afterNotFound: (notFound: CallFailure, found: LiveWebhook | undefined) => R,
  ): Promise<T | R> {
    try {
      return await this.#call(kind, webhookId, body);
    } catch (error) {
      if (!(error instanceof CallFailure && error.status === 404)) throw error;
      return afterNotFound(error, await findAfterNotFound(webhookId, error, () => this.list()));
    }
  }

  async #call<T>(kind: CallKind<T>, webhookId?: string, body?: unknown): Promise<T> {
    const { baseUrl, instanceId, token } = this.#address;
    const { name, method, isTolerant, schema, subPath = "" } = kind;
    const webhook = webhookId === undefined ? "" : segment(webhookId);
    const path = `/api/v2/instance${segment(instanceId)}/webhook${webhook}${subPath}`;
    const call: Call = { name, method, path, server: new URL(baseUrl).origin };
    const [deadline, show] = [this.#deadline, this.#show];
    const request = { call, url: `${baseUrl}${path}`, token, body, deadline, show };
    const answer = await makeCall(this.#http, request, schema);
    // One about another webhook must neither be taken for this one's nor lead a write astray.
    if (webhookId === undefined || isTolerant || !isOfAnother(answer, webhookId)) return answer;
    throw badAnswer(request, 200, ["webhookId: is that of another webhook"]);
  }
}

/** A call of the API. */
interface CallKind<T> extends Pick<Call, "name" | "method"> {
  /** What stands behind the webhook in the path. */
  readonly subPath?: string;
  readonly schema: AnswerSchema<T>;
  /** Whether an answer about another webhook is no error. */
  readonly isTolerant?: true;
}

const LIST = { name: "list webhooks", method: "GET", schema: webhookListAnswer } as const;
const CREATE = { name: "create webhook", method: "POST", schema: webhookAnswer } as const;
const GET = { name: "get webhook", method: "GET", schema: webhookAnswer } as const;
const UPDATE = { name: "update webhook", method: "PUT", schema: webhookAnswer } as const;
const DEFINE_EVENTS = {
  name: "define events",
  method: "PATCH",
  subPath: "/events",
  schema: eventsAnswer,
} as const;
const DELETE = { name: "delete webhook", method: "DELETE", schema: deletedAnswer, isTolerant: true } as const;

function failAfterNotFound(notFound: CallFailure, found: LiveWebhook | undefined): never {
  throw failureAfterNotFound(notFound, found);
}

function isOfAnother(answer: unknown, webhookId: string): boolean {
  return (
    typeof answer === "object" && answer !== null && "webhookId" in answer && answer.webhookId !== webhookId
  );
}

function segment(id: string): string {
  return `/${encodeURIComponent(id)}`;
}
