import type { Fault } from "../../sdk/emulator";
import { INDISCREET } from "./fault-declarations";

/** One column of the matrix. */
export interface NamedFault {
  readonly name: string;
  /** The table that it stands in. */
  readonly family: (typeof FAMILIES)[number];
  /** Faults that strike the call together. */
  readonly faults: readonly Fault[];
  /** It also strikes every later call of the operation. */
  readonly spreads?: true;
  /** It differs from other columns only where the call changes something. */
  readonly writesOnly?: true;
}

/** The tables of the matrix. */
export const FAMILIES = [
  "Refusals",
  "Too many requests",
  "Server errors",
  "Connections",
  "Answers",
  "Behaviour",
] as const;

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
const written = (name: string, ...faults: Fault[]): Column => ({ name, faults, writesOnly: true });

const MEBIBYTE = 1024 * 1024;

const COLUMNS: Readonly<Record<NamedFault["family"], readonly Column[]>> = {
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
};

/** The columns of the matrix. */
export const FAULTS: readonly NamedFault[] = FAMILIES.flatMap((family) =>
  COLUMNS[family].map((entry) => ({ ...entry, family })),
);
