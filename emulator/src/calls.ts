import { randomUUID } from "node:crypto";
import type { Dialect } from "./dialect";
import { ApiError, errorBody } from "./errors";
import type { Store, StoredWebhook } from "./store";
import { parseEventsBody, parseWebhookBody, type WebhookBody } from "./validation";
import { eventsResponse, webhookResponse } from "./wire";

/** The six calls of the API. */
export const CALL_NAMES = ["list", "create", "get", "update", "events", "delete"] as const;

/** One of the six calls: the list, POST, GET, PUT, PATCH of the events, DELETE. */
export type CallName = (typeof CALL_NAMES)[number];

/** One call, free of HTTP. */
export interface CallRequest {
  readonly call: CallName;
  readonly instanceId: string;
  /** Empty for list and create. */
  readonly webhookId: string;
  /** The bearer token that the client sent. */
  readonly token: string | undefined;
  readonly body: unknown;
}

/** What the server says to a call. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Handler = (store: Store, dialect: Dialect, request: CallRequest) => Answer;

const handlers: Record<CallName, Handler> = {
  list(store, dialect, { instanceId }) {
    const webhooks = store.readAll(instanceId);
    return { status: 200, body: webhooks.map((webhook) => webhookResponse(dialect, webhook, "list")) };
  },

  create(store, dialect, { instanceId, body }) {
    const declared = parseWebhookBody(dialect, body);
    refuseDuplicateUrl(store, dialect, instanceId, declared);
    const webhook = store.put(newWebhook(store, dialect, instanceId, declared), dialect.readLag);
    return { status: 201, body: webhookResponse(dialect, webhook, "create") };
  },

  get(store, dialect, { instanceId, webhookId }) {
    const webhook = found(store.read(instanceId, webhookId));
    return { status: 200, body: webhookResponse(dialect, webhook, "get") };
  },

  update(store, dialect, { instanceId, webhookId, body }) {
    const declared = parseWebhookBody(dialect, body);
    const before = found(store.find(instanceId, webhookId));
    refuseDuplicateUrl(store, dialect, instanceId, declared, before);
    const enabled = declared.enabled ?? (dialect.putMissingEnabled === "keep" && before.enabled);
    const after = { ...before, ...declared, enabled, updatedAt: store.timestamp() };
    return {
      status: 201,
      body: webhookResponse(dialect, store.put(after, dialect.readLag), "update"),
    };
  },

  events(store, dialect, { instanceId, webhookId, body }) {
    const flags = parseEventsBody(dialect, body);
    const before = found(store.find(instanceId, webhookId));
    const events = dialect.patchMode === "merge" ? { ...before.events, ...flags } : flags;
    const updatedAt = store.timestamp();
    const after = store.put({ ...before, events, updatedAt, eventsUpdatedAt: updatedAt }, dialect.readLag);
    const answer =
      dialect.patchAnswer === "webhook" ? webhookResponse(dialect, after) : eventsResponse(dialect, after);
    return { status: dialect.patchStatus, body: answer };
  },

  delete(store, dialect, { instanceId, webhookId }) {
    const webhook = found(store.find(instanceId, webhookId));
    store.remove(webhook, dialect.readLag);
    return { status: 200, body: webhookResponse(dialect, webhook, "delete") };
  },
};

/** Carries one call out. Never throws for what a client did wrong: that is an answer, too. */
export function answerCall(store: Store, dialect: Dialect, request: CallRequest): Answer {
  try {
    refuseMissingCall(dialect, request);
    if (dialect.missingInstance === 404 && !store.has(request.instanceId)) {
      throw new ApiError(404, ["Instance not found"]);
    }
    if (!store.accepts(request.instanceId, request.token)) {
      throw new ApiError(401, ["Unauthorized"]);
    }
    return handlers[request.call](store, dialect, request);
  } catch (error) {
    if (error instanceof ApiError) {
      return { status: error.status, body: errorBody(error.status, error.messages, dialect.errorMessage) };
    }
    throw error;
  }
}

/** A new webhook as the server creates it: all events on, disabled unless the body says otherwise. */
export function newWebhook(
  store: Store,
  dialect: Dialect,
  instanceId: string,
  declared: WebhookBody,
): StoredWebhook {
  const now = store.timestamp();
  const [webhookId, webhookEventsId] =
    dialect.webhookIds === "integer"
      ? [store.nextIntegerId(), store.nextIntegerId()]
      : [randomUUID(), randomUUID()];
  return {
    enabled: false,
    ...declared,
    webhookId,
    instanceId,
    events: {},
    webhookEventsId,
    createdAt: now,
    updatedAt: now,
    eventsUpdatedAt: now,
  };
}

function found(webhook: StoredWebhook | undefined): StoredWebhook {
  if (!webhook) {
    throw new ApiError(404, ["Webhook not found"]);
  }
  return webhook;
}

function refuseMissingCall(dialect: Dialect, { call, instanceId }: CallRequest): void {
  if (call === "list" && dialect.listCall !== "available") {
    const path = `/api/v2/instance/${encodeURIComponent(instanceId)}/webhook`;
    throw new ApiError(dialect.listCall, [
      dialect.listCall === 404 ? `Cannot GET ${path}` : "Method Not Allowed",
    ]);
  }
}

function refuseDuplicateUrl(
  store: Store,
  dialect: Dialect,
  instanceId: string,
  { url }: WebhookBody,
  itself?: StoredWebhook,
): void {
  if (dialect.duplicateUrl === "allow") {
    return;
  }
  const other = store.webhooks(instanceId).find((webhook) => webhook.url === url && webhook !== itself);
  if (other) {
    throw new ApiError(dialect.duplicateUrl, ["A webhook with this url already exists in the instance"]);
  }
}
