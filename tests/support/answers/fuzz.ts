import fc from "fast-check";
import { is } from "valibot";
import type { Fault } from "../../../emulator/src";
import { webhookAnswer } from "../../../provider/api/wire";

/** An answer that no server should give. */
export type FuzzedAnswer = Extract<Fault, { kind: "body" | "huge" }>;

const MEBIBYTE = 1024 * 1024;
const DEEP = 100_000;

const body = (text: string, more: object = {}): FuzzedAnswer => ({ kind: "body", body: text, ...more });
const webhook = (members: string): FuzzedAnswer =>
  body(`{"webhookId":"1","name":"orders","url":"https://hooks.example/","enabled":true,${members}}`);

/** Answers that have broken other clients, by what is odd about them. */
export const ODD_ANSWERS: Readonly<Record<string, FuzzedAnswer>> = {
  "no body": body(""),
  "white space": body(" \n\t "),
  "a byte order mark": body("\ufeff{}"),
  null: body("null"),
  true: body("true"),
  "a number": body("7"),
  "a number beyond all numbers": body("1e999"),
  "a string": body('"ok"'),
  "a lone surrogate": body('{"webhookId":"\\ud800","name":"\\udfff","url":"\\ud800"}'),
  "an empty object": body("{}"),
  "an object in a list": body("[{}]"),
  "lists in a list": body("[[],[[]]]"),
  "half of an object": body('{"webhookId":"1","na'),
  "two objects": body("{}{}"),
  "a page": body("<!doctype html><title>Sign in</title>", { contentType: "text/html" }),
  "a page that says it is JSON": body("<!doctype html>"),
  "JSON that says it is a picture": body('{"webhookId":1}', { contentType: "image/png" }),
  "JSON without a content type": body('{"webhookId":1}', { contentType: "" }),
  "bytes of an archive": body("\u001f\u008b\u0008\u0000\u0000", { contentType: "application/gzip" }),
  "status 299": body("{}", { status: 299 }),
  "status 304": body("", { status: 304 }),
  "status 418": body('{"message":{"a":[1]},"error":7}', { status: 418 }),
  "status 500 with a list": body("[1,2]", { status: 500 }),
  "an error with a thousand messages": body(
    JSON.stringify({ message: Array.from({ length: 1000 }, (_, index) => `m${index}`), statusCode: 400 }),
    { status: 400 },
  ),
  "an error that is a success": body('{"message":["no"],"error":"Bad Request","statusCode":400}'),
  __proto__: body('{"__proto__":{"polluted":true,"webhookId":"1","url":"https://x.example/"}}'),
  "__proto__ among the events": webhook(
    '"WebhookEvents":{"__proto__":true,"constructor":false,"toString":true}',
  ),
  "events in __proto__": webhook('"WebhookEvents":{"__proto__":{"messagesUpsert":true}}'),
  "constructor.prototype": body('{"constructor":{"prototype":{"polluted":true}}}'),
  "events that are a list": webhook('"WebhookEvents":[true]'),
  "events that are text": webhook('"WebhookEvents":"all"'),
  "events that are null": webhook('"WebhookEvents":null'),
  "an event that is text": webhook('"WebhookEvents":{"messagesUpsert":"true"}'),
  "an id that is null": body('{"webhookId":null,"name":"orders","url":"https://hooks.example/"}'),
  "an id that is empty": body('{"webhookId":"","name":"orders","url":"https://hooks.example/"}'),
  "an id that is a fraction": body('{"webhookId":1.5,"name":"orders","url":"https://hooks.example/"}'),
  "an id that is a list": body('{"webhookId":["1"],"name":"orders","url":"https://hooks.example/"}'),
  "an id beyond all integers": body(
    '{"webhookId":9007199254740993,"name":"orders","url":"https://h.example/"}',
  ),
  "an id that is a path": body('{"webhookId":"../../x","name":"orders","url":"https://hooks.example/"}'),
  "another webhook": webhook('"WebhookEvents":{"messagesUpsert":true}'),
  "deep lists": body("[".repeat(DEEP) + "]".repeat(DEEP)),
  "deep objects": body(`${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`),
  "deep lists without an end": body("[".repeat(DEEP)),
  "deep events": webhook(`"WebhookEvents":{"messagesUpsert":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}`),
  "a hundred thousand wrong items": body(`[${"{},".repeat(DEEP)}1]`),
  "a hundred thousand members": body(
    `{${Array.from({ length: DEEP }, (_, index) => `"m${index}":true`).join(",")}}`,
  ),
  "just over 5 MiB": { kind: "huge", bytes: 5 * MEBIBYTE + 1 },
  "just 5 MiB": { kind: "huge", bytes: 5 * MEBIBYTE },
};

/** Whether an answer shows a webhook, one that is not there; only a refresh finds that out. */
export function showsWebhook(answer: FuzzedAnswer): boolean {
  if (answer.kind !== "body" || (answer.status ?? 200) > 299) return false;
  try {
    return is(webhookAnswer, JSON.parse(answer.body));
  } catch {
    return false;
  }
}

const anyKey = fc.oneof(
  fc.constantFrom(
    "webhookId",
    "name",
    "url",
    "enabled",
    "createdAt",
    "WebhookEvents",
    "message",
    "messagesUpsert",
  ),
  fc.constantFrom("__proto__", "constructor", "toString", "length", "then", "webhookEventsId"),
  fc.string({ maxLength: 8 }),
);

// JSON.stringify would drop a "__proto__" that an object literal sets, so objects are written member by member.
const { value: anyJson } = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("null", "true", "false", "0", "-1", "1e999", '""', '"1"', "9007199254740993"),
    fc.string({ unit: "binary", maxLength: 20 }).map((text) => JSON.stringify(text)),
    fc.double().map((number) => JSON.stringify(number)),
    tie("object"),
    tie("list"),
  ),
  object: fc
    .array(fc.tuple(anyKey, tie("value")), { maxLength: 8 })
    .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`),
  list: fc.array(tie("value"), { maxLength: 5 }).map((items) => `[${items.join(",")}]`),
}));

const anyAlmostWebhook = fc
  .record(
    {
      webhookId: fc.oneof(fc.constantFrom('"1"', "1", "2"), anyJson),
      name: fc.oneof(fc.constant('"orders"'), anyJson),
      url: fc.oneof(fc.constant('"https://hooks.example/"'), anyJson),
      enabled: fc.oneof(fc.constantFrom("true", "false"), anyJson),
      WebhookEvents: anyJson,
    },
    { requiredKeys: [] },
  )
  .map(
    (members) =>
      `{${Object.entries(members)
        .map(([key, value]) => `"${key}":${value}`)
        .join(",")}}`,
  );

/** Any answer: JSON of any shape, almost a webhook, a list of such, or no JSON at all. */
export const anyAnswer: fc.Arbitrary<FuzzedAnswer> = fc
  .record({
    text: fc.oneof(
      anyJson,
      anyAlmostWebhook,
      fc.array(anyAlmostWebhook, { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(",")}]`),
      fc.string({ unit: "binary", maxLength: 50 }),
    ),
    status: fc.constantFrom(200, 200, 200, 201, 203, 206, 299, 304, 400, 422, 451, 500, 501, 511),
    contentType: fc.constantFrom("application/json", "text/html", "text/plain; charset=utf-16", "x"),
    applied: fc.boolean(),
  })
  // An empty list is a lie that nobody can see through.
  .filter(({ text }) => text.replace(/\s/g, "") !== "[]")
  .map(({ text, ...more }) => body(text, more));
