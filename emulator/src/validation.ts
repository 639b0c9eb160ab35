import * as v from "valibot";
import { type Dialect, wireName } from "./dialect";
import { ApiError } from "./errors";
import { isRecord, mapOf } from "./schema";
import { parseUrl } from "./url";

/** The body of create and update, after validation. */
export interface WebhookBody {
  readonly name: string;
  readonly url: string;
  readonly enabled?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

const fields = {
  name: v.pipe(v.string("name must be a string"), v.check(isNotBlank, "name should not be empty")),
  url: v.pipe(v.string("url must be a string"), v.check(isWebUrl, "url must be a URL address")),
  enabled: v.exactOptional(v.boolean("enabled must be a boolean value")),
};

const headers = mapOf(v.string("each value in headers must be a string"), "headers must be an object");
// Only strings are required.
const missing = ({ path }: v.BaseIssue<unknown>) => `${String(path?.[0].key)} must be a string`;

const plainBody = v.object(fields, missing);
const bodyWithHeaders = v.object({ ...fields, headers: v.exactOptional(headers) }, missing);

/**
 * Validates the body of create and update as the service's class-validator does: every complaint at once.
 * @throws ApiError 400
 */
export function parseWebhookBody(dialect: Dialect, body: unknown): WebhookBody {
  const members = membersOf(body);
  const schema = dialect.headers ? bodyWithHeaders : plainBody;
  const { success, output, issues = [] } = v.safeParse(schema, members);
  const others = Object.keys(members).filter((name) => !Object.hasOwn(schema.entries, name));
  if (success && others.length === 0) return output;
  const refused = others.map((name) => `property ${name} should not exist`);
  throw new ApiError(400, [...issues.map(({ message }) => message), ...refused]);
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
  for (const [name, value] of Object.entries(membersOf(body))) {
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

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  const members = body ?? {};
  if (isRecord(members)) return members;
  throw new ApiError(400, ["body must be an object"]);
}

function isNotBlank(text: string): boolean {
  return text.trim() !== "";
}

function isWebUrl(text: string): boolean {
  return /^https?:\/\/\S+$/i.test(text) && parseUrl(text) !== undefined;
}
