import * as v from "valibot";
import { CALL_NAMES, type CallName } from "./calls";
import { type Dialect, dialectOverrides } from "./dialect";
import { integer } from "./schema";

/**
 * `Retry-After` of an answer: a number of seconds, an HTTP date that lies `dateIn` seconds ahead, or any
 * text as it is (garbage included).
 */
export type RetryAfter = number | string | { readonly dateIn: number };

/** Whether the call takes effect before the fault strikes. Default false: the request is read and lost. */
interface Appliable {
  readonly applied?: boolean;
}

/** An error status with a JSON error body (default) or a proxy's HTML page. `message` defaults to the status text. */
export interface StatusFault extends Appliable {
  readonly kind: "status";
  /** 400 to 599. An expired token is 401. */
  readonly status: number;
  readonly page?: "json" | "html";
  readonly message?: string | readonly string[];
  readonly retryAfter?: RetryAfter;
}

/** Any text as the answer, with any status (default 200) and content type (default `application/json`; `""`: none). */
export interface BodyFault extends Appliable {
  readonly kind: "body";
  readonly body: string;
  readonly status?: number;
  readonly contentType?: string;
}

/** 404 with the message `Cannot <METHOD> <path>`, as a NestJS service answers a call that it does not have. */
export interface NoRouteFault {
  readonly kind: "noRoute";
}

/** Status 200 and a JSON string of this many bytes, sent in pieces. */
export interface HugeFault extends Appliable {
  readonly kind: "huge";
  readonly bytes: number;
}

/** A redirect (default 307) to `location`, sent as it is. */
export interface RedirectFault {
  readonly kind: "redirect";
  readonly location: string;
  readonly status?: number;
}

/** The connection is reset without an answer. */
export interface ResetFault extends Appliable {
  readonly kind: "reset";
}

/**
 * The call is applied and its answer ends in the middle: after half of what `content-length` promises
 * (`"length"`, default), or between chunks (`"chunked"`).
 */
export interface CutFault {
  readonly kind: "cut";
  readonly framing?: "length" | "chunked";
}

/** No answer until the client leaves or the server closes. */
export interface HangFault extends Appliable {
  readonly kind: "hang";
}

/** The normal answer, late. Not yet `applied` means: it takes effect after the wait, even if the client has left. */
export interface SlowFault extends Appliable {
  readonly kind: "slow";
  readonly milliseconds: number;
  /** Calls with such a fault are answered one at a time, in the order in which they came. Default false: side by side. */
  readonly inTurn?: boolean;
}

/** The call is carried out in another dialect: lagging reads, flags ignored without a word, … */
export interface DialectFault {
  readonly kind: "dialect";
  readonly dialect: Partial<Dialect>;
}

/** What goes wrong with a call. */
export type Fault =
  | StatusFault
  | BodyFault
  | NoRouteFault
  | HugeFault
  | RedirectFault
  | ResetFault
  | CutFault
  | HangFault
  | SlowFault
  | DialectFault;

/** When a fault strikes. */
export interface FaultRule {
  /** The call that it strikes, or any. */
  readonly call: CallName | "any";
  /** Strikes only on this instance. Default: on every instance. */
  readonly instanceId?: string;
  /**
   * Which of the calls that this rule matches, counted from 1 per rule: one, a range (`count` default: no
   * end), or all (default).
   */
  readonly nth?: number | "always" | { readonly from: number; readonly count?: number };
  readonly fault: Fault;
}

const applied = v.exactOptional(v.boolean());
const number = v.pipe(v.number(), v.finite());

const fault = v.variant("kind", [
  v.strictObject({
    kind: v.literal("status"),
    status: integer(400, 599),
    page: v.exactOptional(v.picklist(["json", "html"])),
    message: v.exactOptional(v.union([v.string(), v.array(v.string())])),
    retryAfter: v.exactOptional(
      v.union(
        [number, v.string(), v.strictObject({ dateIn: number })],
        "expected a number of seconds, a text or { dateIn }",
      ),
    ),
    applied,
  }),
  v.strictObject({
    kind: v.literal("body"),
    body: v.string(),
    status: v.exactOptional(integer(200, 599)),
    contentType: v.exactOptional(v.string()),
    applied,
  }),
  v.strictObject({ kind: v.literal("noRoute") }),
  v.strictObject({ kind: v.literal("huge"), bytes: integer(2), applied }),
  v.strictObject({
    kind: v.literal("redirect"),
    location: v.string(),
    status: v.exactOptional(integer(300, 399)),
  }),
  v.strictObject({ kind: v.literal("reset"), applied }),
  v.strictObject({ kind: v.literal("cut"), framing: v.exactOptional(v.picklist(["length", "chunked"])) }),
  v.strictObject({ kind: v.literal("hang"), applied }),
  v.strictObject({
    kind: v.literal("slow"),
    milliseconds: v.pipe(number, v.minValue(0)),
    inTurn: v.exactOptional(v.boolean()),
    applied,
  }),
  v.strictObject({ kind: v.literal("dialect"), dialect: dialectOverrides }),
]);

/** Checks a {@link FaultRule} that comes from outside. */
export const faultRule: v.GenericSchema<unknown, FaultRule> = v.strictObject({
  call: v.picklist([...CALL_NAMES, "any"]),
  instanceId: v.exactOptional(v.string()),
  nth: v.exactOptional(
    v.union(
      [
        integer(1),
        v.literal("always"),
        v.strictObject({ from: integer(1), count: v.exactOptional(integer(1)) }),
      ],
      'expected a number from 1, "always" or { from, count? }',
    ),
  ),
  fault,
});
