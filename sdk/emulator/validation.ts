import { z } from "zod";
import { type Dialect, wireName } from "./dialect";
import { ApiError } from "./errors";
import { parseUrl } from "./url";

/** The body of create and update, after validation. */
export interface WebhookBody {
  readonly name: string;
  readonly url: string;
  readonly enabled?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const fields = {
  name: z.string("name must be a string").refine(isNotBlank, "name should not be empty"),
  url: z.string("url must be a string").refine(isWebUrl, "url must be a URL address"),
  enabled: z.exactOptional(z.boolean("enabled must be a boolean value")),
};

const plainBody = z.strictObject(fields);
const bodyWithHeaders = z.strictObject({
  ...fields,
  headers: z.exactOptional(
    z.record(z.string(), z.string("each value in headers must be a string"), "headers must be an object"),
  ),
});

const eventsBody = z.looseObject({});

/**
 * Validates the body of create and update as the service's class-validator does: every complaint at once.
 * @throws ApiError 400
 */
export function parseWebhookBody(dialect: Dialect, body: unknown): WebhookBody {
  return parse(dialect.headers ? bodyWithHeaders : plainBody, body);
}

/**
 * Validates the body of "Define Events" against the dialect's vocabulary.
 * @returns flag → value for the flags that the server knows, in the spelling of the vocabulary
 * @throws ApiError 400
 */
export function parseEventsBody(dialect: Dialect, body: unknown): Record<string, boolean> {
  const flagOf = new Map(dialect.vocabulary.map((flag) => [wireName(dialect, flag), flag]));
  const flags: Record<string, boolean> = {};
  const messages: string[] = [];
  for (const [name, value] of Object.entries(parse(eventsBody, body))) {
    const flag = flagOf.get(name);
    if (flag !== undefined && typeof value === "boolean") {
      flags[flag] = value;
    } else if (flag !== undefined) {
      messages.push(`${name} must be a boolean value`);
    } else if (dialect.unknownFlags === "refuse") {
      messages.push(`property ${name} should not exist`);
    }
  }
  if (messages.length > 0) {
    throw new ApiError(400, messages);
  }
  return flags;
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {});
  if (result.success) {
    return result.data;
  }
  throw new ApiError(400, result.error.issues.flatMap(messagesOf));
}

function messagesOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `property ${key} should not exist`);
  }
  return [issue.path.length === 0 ? "body must be an object" : issue.message];
}

function isNotBlank(text: string): boolean {
  return text.trim() !== "";
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && parseUrl(text) !== undefined;
}
