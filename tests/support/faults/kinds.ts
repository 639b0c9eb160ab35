import type { Fault } from "../../../emulator/src";
import { answering, foreignAnswer } from "../answers/foreign";
import { INDISCREET } from "./declarations";

/** One column of the matrix. */
export interface NamedFault {
  readonly name: string;
  /** The table that it stands in. */
  readonly family: Family;
  /** Faults that strike the call together. */
  readonly faults: readonly Fault[];
  /** It also strikes every later call of the operation. */
  readonly spreads?: true;
  /** It differs from other columns only where the call changes something. */
  readonly writesOnly?: true;
  /** It says that there is no such webhook, in a way that has to be believed. */
  readonly saysGone?: true;
}

/** The tables of the matrix. */
export const FAMILIES = [
  "Refusals",
  "Too many requests",
  "Server errors",
  "Connections",
  "Answers",
  "Behaviour",
  "Foreign bodies",
  "Lists after 404",
] as const;

/** A table of the matrix. */
export type Family = (typeof FAMILIES)[number];

/** The tables that every row stands in, unless it says otherwise. */
export const USUAL_FAMILIES: readonly Family[] = FAMILIES.slice(0, -2);

type Column = Omit<NamedFault, "family">;

const status = (code: number, more: object = {}): Fault => ({
  kind: "status",
  status: code,
  message: INDISCREET,
  ...more,
});
const page = (code: number, more: object = {}): Fault => ({
  kind: "status",
  status: code,
  page: "html",
  ...more,
});
const body = (text: string, more: object = {}): Fault => ({ kind: "body", body: text, ...more });
const column = (name: string, ...faults: Fault[]): Column => ({ name, faults });
const by = (name: string, who: string): Column => column(name, answering(foreignAnswer(who)).fault);
const json = (code: number, value: unknown) => body(JSON.stringify(value), { status: code });
const notFound = (message: unknown) => json(404, { message, error: "Not Found", statusCode: 404 });
const forAll = (each: Column): Column => ({ ...each, name: `${each.name} for all`, spreads: true });
const gone = (each: Column): Column => ({ ...each, saysGone: true });
const written = (name: string, ...faults: Fault[]): Column => ({ name, faults, writesOnly: true });

const MEBIBYTE = 1024 * 1024;

const COLUMNS: Readonly<Record<Family, readonly Column[]>> = {
  Refusals: [
    ...[400, 401, 403, 404, 408, 409, 425].map((code) => column(`${code}`, status(code))),
    column("404 page", page(404)),
    { ...column("token expires", status(401)), spreads: true },
  ],
  "Too many requests": [
    column("429", status(429)),
    column("429, 2 s", status(429, { retryAfter: 2 })),
    column("429, date", status(429, { retryAfter: { dateIn: 3 } })),
    column("429, garbage", status(429, { retryAfter: "-1,5 soon" })),
    column("429, 1 h", status(429, { retryAfter: 3600 })),
    column("429 page", page(429, { retryAfter: 1 })),
    column("503, 2 s", status(503, { retryAfter: 2 })),
  ],
  "Server errors": [
    ...[500, 501, 502, 503, 504].map((code) => column(`${code}`, status(code))),
    ...[500, 502, 503, 504].map((code) => column(`${code} page`, page(code))),
    written("applied, 500", status(500, { applied: true })),
    written("applied, 502 page", page(502, { applied: true })),
    written("applied, 504 page", page(504, { applied: true })),
  ],
  Connections: [
    column("reset", { kind: "reset" }),
    written("applied, reset", { kind: "reset", applied: true }),
    column("cut", { kind: "cut" }),
    column("cut, chunked", { kind: "cut", framing: "chunked" }),
    column("hang", { kind: "hang" }),
    written("applied, hang", { kind: "hang", applied: true }),
    column("5 s", { kind: "slow", milliseconds: 5_000 }),
    column("20 s", { kind: "slow", milliseconds: 20_000, applied: true }),
    written("applied late", { kind: "slow", milliseconds: 20_000 }),
  ],
  Answers: [
    column("redirect", { kind: "redirect", location: "https://elsewhere.example/login" }),
    column("huge", { kind: "huge", bytes: 5 * MEBIBYTE + 1 }),
    column("page", body("<html><title>Sign in</title></html>", { contentType: "text/html" })),
    column("empty", body("")),
    column("204", body("", { status: 204 })),
    column("object", body("{}")),
    column("wrong types", body('{"webhookId":{},"name":7,"url":null,"WebhookEvents":{"messagesSet":"yes"}}')),
    written("applied, page", body("<html></html>", { contentType: "text/html", applied: true })),
    written("applied, empty", body("", { applied: true })),
  ],
  Behaviour: [
    written("reads lag by 2", { kind: "dialect", dialect: { readLag: 2 } }),
    written("reads lag by 9", { kind: "dialect", dialect: { readLag: 9 } }),
    written(
      "lost, reads lag by 2",
      { kind: "reset", applied: true },
      { kind: "dialect", dialect: { readLag: 2 } },
    ),
    written("flags ignored", {
      kind: "dialect",
      dialect: { vocabulary: ["messagesSet", "sendMessage"], unknownFlags: "ignore" },
    }),
  ],
  "Foreign bodies": [
    by("404 text", "Traefik, while a container is replaced"),
    by("404 empty", "Envoy and Istio, without a route"),
    by("404 other JSON", "Kong, without a route"),
    by("404 problem", "Spring Boot 3, problem"),
    by("404 null", "null"),
    by("404 []", "an empty list"),
    by("404 in the API's form", "Azure API Management"),
    column("404 `Cannot …`", { kind: "noRoute" }),
    column("404 list of objects", notFound([{ property: "id", message: "not here" }])),
    column("404 nested lists", notFound([["not here"], [["at all"]]])),
    by("404 `messages`", "whatsapp-api-go, no such route"),
    by("401 other JSON", "Kong, key authentication"),
    by("401 page", "nginx, basic authentication"),
    by("403 other JSON", "AWS REST API, without a resource"),
    by("403 page", "Cloudflare, challenge"),
    by("405 page", "nginx, no such method"),
    by("502 empty", "Fly.io, without a machine"),
    by("503 text", "Envoy, without a healthy server"),
    forAll(by("404 text", "Traefik, while a container is replaced")),
    forAll(by("404 other JSON", "AWS HTTP API, without a route")),
    forAll(column("404 `Cannot …`", { kind: "noRoute" })),
  ],
  "Lists after 404": [
    by("404 text", "Traefik, while a container is replaced"),
    column("404 page", page(404)),
    by("404 empty", "Envoy and Istio, without a route"),
    by("404 other JSON", "Kong, without a route"),
    column("404", status(404)),
    column("401", status(401)),
    by("401 other JSON", "Kong, key authentication"),
    by("403 page", "Cloudflare, challenge"),
    column("500", status(500)),
    column("502 page", page(502)),
    column("hang", { kind: "hang" }),
    by("page", "a captive portal, with 200"),
    column("object", body("{}")),
    column("[{…}]", body('[{"id":1}]')),
    gone(column("[]", body("[]"))),
    gone(column("405", status(405))),
    gone(column("404 `Cannot …`", { kind: "noRoute" })),
  ],
};

/** The columns of the matrix. */
export const FAULTS: readonly NamedFault[] = FAMILIES.flatMap((family) =>
  COLUMNS[family].map((entry) => ({ ...entry, family })),
);
