import * as v from "valibot";
import { canonicalEventName, describeEvent } from "./events";
import { isMap, issuePathItem } from "./map";

/** The body of POST and PUT: what the API calls the webhook information ("Update Webhook"). */
export interface WebhookBody {
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
}

/** One event flag as a server holds it. */
export interface EventFlag {
  readonly on: boolean;
  /** The spelling that this server uses: some say `statusInstance` for `stateInstance`. */
  readonly spelling: string;
}

/** Event flags by the catalogue's name. */
export type EventFlags = ReadonlyMap<string, EventFlag>;

/** A webhook as the server last showed it. */
export interface LiveWebhook extends WebhookBody {
  /** Opaque; servers send a string or an integer, it is always a string here. */
  readonly webhookId: string;
  /** ISO 8601; `undefined` where the server does not say. */
  readonly createdAt: string | undefined;
  /** `undefined` where the answer carries no `WebhookEvents`. */
  readonly events: EventFlags | undefined;
}

// Members of WebhookEvents that are not flags, and a guard against names that no flag can have.
const NOT_A_FLAG = new Set(["webhookEventsId", "createdAt", "updatedAt", "webhookWebhookId", "webhookId"]);
const FLAG_NAME = /^[a-z][A-Za-z0-9]{0,63}$/;

// The library's own messages would show the value.
const text = v.string("expected a string");
const flag = v.boolean("expected true or false");

// A record schema would look at each of its twenty members, too.
const members = v.custom<Readonly<Record<string, unknown>>>(isMap, "expected an object");

const eventsSchema = v.pipe(
  members,
  v.rawTransform(({ dataset, addIssue }): EventFlags => {
    const flags = new Map<string, EventFlag>();
    for (const [spelling, value] of Object.entries(dataset.value)) {
      if (NOT_A_FLAG.has(spelling) || !FLAG_NAME.test(spelling)) continue;
      const name = canonicalEventName(spelling);
      if (typeof value === "boolean") {
        if (spelling === name || !flags.has(name)) flags.set(name, { on: value, spelling });
      } else if (describeEvent(spelling)) {
        addIssue({ message: "expected true or false", path: [issuePathItem(dataset.value, spelling)] });
      }
    }
    return flags;
  }),
);

// What a path cannot hold would lead to another call, or to none.
const idSchema = v.pipe(
  v.custom<string | number>(
    (id) => (typeof id === "string" && id !== "") || Number.isSafeInteger(id),
    "expected a string or an integer",
  ),
  v.transform(String),
  v.regex(/^(?!\.{1,2}$)\P{Surrogate}+$/u, "expected an id that a path can hold"),
);

const webhookSchema = v.pipe(
  members,
  v.object(
    {
      webhookId: idSchema,
      name: text,
      url: text,
      enabled: v.optional(flag, false),
      createdAt: v.nullish(text),
      WebhookEvents: v.nullish(eventsSchema),
    },
    "is missing",
  ),
  v.transform(
    ({ WebhookEvents, createdAt, ...webhook }): LiveWebhook => ({
      ...webhook,
      createdAt: createdAt ?? undefined,
      events: WebhookEvents ?? undefined,
    }),
  ),
);

/** What an answer of the API must be, and what is read from it. */
export type AnswerSchema<T> = v.GenericSchema<unknown, T>;

/** `WebhookResponse` of the API; unknown members are ignored. */
export const webhookAnswer: AnswerSchema<LiveWebhook> = webhookSchema;

/** The answer of DELETE: the deleted webhook; `null` where it shows none. */
export const deletedAnswer: AnswerSchema<LiveWebhook | null> = v.fallback(v.nullable(webhookSchema), null);

/** The answer of the list call. */
export const webhookListAnswer: AnswerSchema<LiveWebhook[]> = v.array(webhookSchema, "expected a list");

const NOTHING = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
);
const EVENTS_ALONE = v.pipe(
  v.object({ WebhookEvents: v.nullish(eventsSchema) }),
  v.transform(({ WebhookEvents }) => WebhookEvents ?? undefined),
);

/**
 * The answer of PATCH: the whole webhook, or just its events ("Define Events" shows the former). Anything else, such
 * as `{"success":true}`, tells nothing.
 */
export const eventsAnswer: AnswerSchema<LiveWebhook | EventFlags | undefined> = v.lazy((body) => {
  if (!isMap(body)) return NOTHING;
  if ("url" in body && "webhookId" in body) return webhookSchema;
  if ("WebhookEvents" in body) return EVENTS_ALONE;
  return Object.keys(body).some(describeEvent) ? eventsSchema : NOTHING;
});
