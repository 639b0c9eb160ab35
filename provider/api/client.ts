import type { HttpClient } from "../http/client";
import type { Deadline } from "../http/deadline";
import { notFoundFailure, type Verdict, verdictOn } from "./absence";
import { badAnswer, makeCall, type Secrets } from "./call";
import { type Call, CallFailure, type CallName } from "./failure";
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
 * proven ({@link verdictOn}), which takes a further request where a call for one webhook is answered 404.
 */
export class WebhookApi {
  readonly #http: HttpClient;
  readonly #address: InstanceAddress;
  readonly #deadline: Deadline;
  readonly #secrets: Secrets;

  /** @param secrets texts that must not be shown, beside the token. */
  constructor(
    http: HttpClient,
    address: InstanceAddress,
    deadline: Deadline,
    secrets: Secrets = { own: () => [], othersIn: () => [] },
  ) {
    this.#http = http;
    this.#address = address;
    this.#deadline = deadline;
    this.#secrets = { ...secrets, own: () => [address.token, ...secrets.own()] };
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
    return this.#call(CREATE, { body });
  }

  /** The webhook as it is; `undefined` where it is proven that there is none with this id. */
  async get(webhookId: string): Promise<LiveWebhook | undefined> {
    try {
      return await this.#call(GET, { webhookId });
    } catch (error) {
      const { notFound, verdict } = await this.#verdict(webhookId, error);
      if (verdict.is === "unknown") throw notFoundFailure(notFound, verdict);
      return verdict.is === "present" ? verdict.webhook : undefined;
    }
  }

  /**
   * Sets name, url and enabled ("Update Webhook").
   *
   * @throws CallFailure of kind `absent` where the webhook is gone.
   */
  async update(webhookId: string, body: WebhookBody): Promise<LiveWebhook> {
    return this.#write(UPDATE, { webhookId, body });
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
    return this.#write(DEFINE_EVENTS, { webhookId, body: flags });
  }

  /**
   * Deletes the webhook; one that is proven to be gone is as good as deleted.
   *
   * @returns whether the server says that it is gone; any other answer that is not an error leaves that open.
   */
  async delete(webhookId: string): Promise<boolean> {
    try {
      const deleted = await this.#call(DELETE, { webhookId });
      return deleted?.webhookId === webhookId;
    } catch (error) {
      const { notFound, verdict } = await this.#verdict(webhookId, error);
      if (verdict.is !== "absent") throw notFoundFailure(notFound, verdict);
      return true;
    }
  }

  async #write<T>(kind: CallKind<T>, details: Required<CallDetails>): Promise<T> {
    try {
      return await this.#call(kind, details);
    } catch (error) {
      const { notFound, verdict } = await this.#verdict(details.webhookId, error);
      throw notFoundFailure(notFound, verdict);
    }
  }

  /** What a 404 for a webhook means; every other failure is passed on. */
  async #verdict(webhookId: string, error: unknown): Promise<{ notFound: CallFailure; verdict: Verdict }> {
    if (!(error instanceof CallFailure && error.status === 404)) throw error;
    const list = await this.list().catch((failure: unknown) => {
      if (failure instanceof CallFailure) return failure;
      throw failure;
    });
    return { notFound: error, verdict: verdictOn(webhookId, error, list) };
  }

  async #call<T>(kind: CallKind<T>, { webhookId, body }: CallDetails = {}): Promise<T> {
    const { baseUrl, instanceId, token } = this.#address;
    const { name, method, isTolerant, schema, subPath = "" } = kind;
    const webhook = webhookId === undefined ? "" : segment(webhookId);
    const path = `/api/v2/instance${segment(instanceId)}/webhook${webhook}${subPath}`;
    const call: Call = { name, method, path, server: new URL(baseUrl).origin };
    const request = {
      call,
      url: `${baseUrl}${path}`,
      token,
      body,
      deadline: this.#deadline,
      secrets: this.#secrets,
    };
    const answer = await makeCall(this.#http, request, schema);
    // One about another webhook must neither be taken for this one's nor lead a write astray.
    if (webhookId === undefined || isTolerant || !isOfAnother(answer, webhookId)) return answer;
    throw badAnswer(call, 200, ["webhookId: is that of another webhook"], this.#secrets);
  }
}

/** A call of the API. */
interface CallKind<T> {
  readonly name: CallName;
  readonly method: Call["method"];
  /** What stands behind the webhook in the path. */
  readonly subPath?: string;
  readonly schema: AnswerSchema<T>;
  /** Whether an answer about another webhook is no error. */
  readonly isTolerant?: true;
}

/** What a call is made with. */
interface CallDetails {
  readonly webhookId?: string;
  readonly body?: unknown;
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

function isOfAnother(answer: unknown, webhookId: string): boolean {
  return (
    typeof answer === "object" && answer !== null && "webhookId" in answer && answer.webhookId !== webhookId
  );
}

function segment(id: string): string {
  return `/${encodeURIComponent(id)}`;
}
