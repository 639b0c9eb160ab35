import { SCHEMA_EVENT_NAMES } from "pulumi-codechat/events";
import * as v from "valibot";
import { integer, problemLines } from "./schema";

/** The event flag whose spelling the API's documents do not agree on. */
const STATE_INSTANCE = "stateInstance";

const exampleVocabulary = [...SCHEMA_EVENT_NAMES.filter((name) => name !== "chatsDelete"), "callUpsert"];

/**
 * Named server versions: the event flags they know, and whether they take a `headers` record.
 *
 * - `2.1.2`: the schema of "Define Events" and of the public reference.
 * - `2.1.2+calls`: the example of "Update Webhook" (`callUpsert` in, `chatsDelete` out). The documents
 *   do not say which release made that change.
 * - `2.2.1`: the same with `labelAssociation`, `labelEdit` and `headers`.
 */
export const SERVER_VERSIONS = {
  "2.1.2": { vocabulary: SCHEMA_EVENT_NAMES, headers: false },
  "2.1.2+calls": { vocabulary: exampleVocabulary, headers: false },
  "2.2.1": { vocabulary: [...exampleVocabulary, "labelAssociation", "labelEdit"], headers: true },
} as const satisfies Record<string, Pick<Dialect, "vocabulary" | "headers">>;

/** A name in {@link SERVER_VERSIONS}. */
export type ServerVersion = keyof typeof SERVER_VERSIONS;

/** The version that is emulated where none is named. */
export const DEFAULT_SERVER_VERSION: ServerVersion = "2.1.2";

/** The calls that answer with a webhook. */
export type WebhookAnswer = "list" | "create" | "get" | "update" | "delete";

/**
 * How one CodeChat server behaves where the API's documents are silent or disagree. The defaults are the
 * API as documented; every other value is something that a client has to cope with.
 */
export interface Dialect {
  /** Event flags that the server knows, also ones outside the catalogue. Default: those of the server version. */
  readonly vocabulary: readonly string[];
  /** Create and update take a `headers` record (string → string), and deliveries send it. Default: by server version. */
  readonly headers: boolean;
  /** Type of `webhookId` on the wire: a UUID or a growing integer. Default `"string"`, as in the schema. */
  readonly webhookIds: "string" | "integer";
  /** How the wire spells the `stateInstance` flag. Default `"stateInstance"`; the API's prose says `"statusInstance"`. */
  readonly stateInstanceSpelling: "stateInstance" | "statusInstance";
  /** A flag that PATCH leaves out: keeps its value (`"merge"`) or goes back to true (`"replace"`). Default `"merge"`. */
  readonly patchMode: "merge" | "replace";
  /** PATCH answers with the whole webhook or with its `WebhookEvents` alone. Default `"webhook"`. */
  readonly patchAnswer: "webhook" | "events";
  /** Status of a successful PATCH. Default 200; the documents do not name it. */
  readonly patchStatus: number;
  /** `enabled` left out of a PUT: becomes false (`"reset"`) or keeps its value (`"keep"`). Default `"reset"`. */
  readonly putMissingEnabled: "reset" | "keep";
  /** The calls whose answers carry `WebhookEvents`. Default: all of them. A whole webhook answered by PATCH always does. */
  readonly answersWithEvents: readonly WebhookAnswer[];
  /** The list call works, or is missing with this status. Default `"available"`. */
  readonly listCall: "available" | 404 | 405;
  /** A call for an instance that is not there: the token is refused, or the instance is not found. Default 401. */
  readonly missingInstance: 401 | 404;
  /** A second webhook with the same url in one instance: allowed, or refused with this status. Default `"allow"`. */
  readonly duplicateUrl: "allow" | 400 | 409;
  /** `message` in error bodies: a list, or one string. Default `"array"`, as in the schema. */
  readonly errorMessage: "array" | "string";
  /** A flag outside the vocabulary: 400, or ignored without a word. Default `"refuse"`. */
  readonly unknownFlags: "refuse" | "ignore";
  /** After each write, this many reads of that webhook still show it as it was before. Default 0. */
  readonly readLag: number;
}

/** Checks a partial {@link Dialect} that comes from outside; what it names is overridden, the rest stays. */
export const dialectOverrides: v.GenericSchema<unknown, Partial<Dialect>> = v.strictObject({
  vocabulary: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.nonEmpty())),
  headers: v.exactOptional(v.boolean()),
  webhookIds: v.exactOptional(v.picklist(["string", "integer"])),
  stateInstanceSpelling: v.exactOptional(v.picklist(["stateInstance", "statusInstance"])),
  patchMode: v.exactOptional(v.picklist(["merge", "replace"])),
  patchAnswer: v.exactOptional(v.picklist(["webhook", "events"])),
  patchStatus: v.exactOptional(integer(200, 299)),
  putMissingEnabled: v.exactOptional(v.picklist(["reset", "keep"])),
  answersWithEvents: v.exactOptional(v.array(v.picklist(["list", "create", "get", "update", "delete"]))),
  listCall: v.exactOptional(v.picklist(["available", 404, 405])),
  missingInstance: v.exactOptional(v.picklist([401, 404])),
  duplicateUrl: v.exactOptional(v.picklist(["allow", 400, 409])),
  errorMessage: v.exactOptional(v.picklist(["array", "string"])),
  unknownFlags: v.exactOptional(v.picklist(["refuse", "ignore"])),
  readLag: v.exactOptional(integer(0)),
});

/**
 * Checks a partial dialect that a person wrote.
 * @throws Error that names each wrong field
 */
export function parseDialect(value: unknown): Partial<Dialect> {
  const result = v.safeParse(dialectOverrides, value);
  if (!result.success) {
    throw new Error(problemLines(result.issues).join("\n"));
  }
  return result.output;
}

/** The dialect of a server version, with the overrides given. */
export function dialectOf(
  version: ServerVersion = DEFAULT_SERVER_VERSION,
  overrides: Partial<Dialect> = {},
): Dialect {
  return {
    ...SERVER_VERSIONS[version],
    webhookIds: "string",
    stateInstanceSpelling: STATE_INSTANCE,
    patchMode: "merge",
    patchAnswer: "webhook",
    patchStatus: 200,
    putMissingEnabled: "reset",
    answersWithEvents: ["list", "create", "get", "update", "delete"],
    listCall: "available",
    missingInstance: 401,
    duplicateUrl: "allow",
    errorMessage: "array",
    unknownFlags: "refuse",
    readLag: 0,
    ...overrides,
  };
}

/** How this server spells a flag on the wire. */
export function wireName(dialect: Dialect, flag: string): string {
  return flag === STATE_INSTANCE ? dialect.stateInstanceSpelling : flag;
}
