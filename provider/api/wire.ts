import { z } from "zod";
import { canonicalEventName, describeEvent } from "./events";

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

// A record schema would look at each of its twenty members, too.
const membersSchema = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "expected an object",
);

const eventsSchema = membersSchema.transform((members, context): EventFlags => {
  const flags = new Map<string, EventFlag>();
  for (const [spelling, value] of Object.entries(members)) {
    if (NOT_A_FLAG.has(spelling) || !FLAG_NAME.test(spelling)) continue;
    const name = canonicalEventName(spelling);
    if (typeof value === "boolean") {
      if (spelling === name || !flags.has(name)) flags.set(name, { on: value, spelling });
    } else if (describeEvent(spelling)) {
      context.addIssue({ code: "custom", path: [spelling], message: "expected true or false" });
    }
  }
  return flags;
});

// What a path cannot hold would lead to another call, or to none.
const idSchema = z
  .union([z.string().min(1), z.int()], { error: "expected a string or an integer" })
  .transform(String)
  .refine((id) => /^(?!\.{1,2}$)\P{Surrogate}+$/u.test(id), "expected an id that a path can hold");

const webhookSchema = z
  .object({
    webhookId: idSchema,
    name: z.string(),
    url: z.string(),
    enabled: z.boolean().default(false),
    createdAt: z.string().nullish(),
    WebhookEvents: eventsSchema.nullish(),
  })
  .transform(
    ({ WebhookEvents, createdAt, ...webhook }): LiveWebhook => ({
      ...webhook,
      createdAt: createdAt ?? undefined,
      events: WebhookEvents ?? undefined,
    }),
  );

/** `WebhookResponse` of the API; unknown members are ignored. */
export const webhookAnswer: z.ZodType<LiveWebhook> = webhookSchema;

/** The answer of DELETE: the deleted webhook; `null` where it shows none. */
export const deletedAnswer: z.ZodType<LiveWebhook | null> = z
  .unknown()
  .transform((body) => webhookSchema.safeParse(body).data ?? null);

/** The answer of the list call. */
export const webhookListAnswer: z.ZodType<LiveWebhook[]> = z.array(webhookSchema);

/** The answer of PATCH: the whole webhook, or just its events ("Define Events" shows the former). */
export const eventsAnswer: z.ZodType<LiveWebhook | EventFlags | undefined> = z
  .unknown()
  .transform((body, context) => {
    const isObject = typeof body === "object" && body !== null && !Array.isArray(body);
    if (!isObject) return undefined;
    const result = ("webhookId" in body && "url" in body ? webhookSchema : eventsSchema).safeParse(
      "WebhookEvents" in body && !("url" in body) ? body.WebhookEvents : body,
    );
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
    return z.NEVER;
  });

/** The body of every error answer; `message` may be one text or many. */
export const errorAnswer = z.object({
  message: z.union([z.string(), z.array(z.unknown())]).optional(),
  error: z.string().optional(),
});
