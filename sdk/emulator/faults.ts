import { z } from "zod";
import { CALL_NAMES, type CallName } from "./calls";
import { type Dialect, dialectOverrides } from "./dialect";

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

/** Any text as the answer, with any status (default 200) and content type (default `application/json`). */
export interface BodyFault extends Appliable {
  readonly kind: "body";
  readonly body: string;
  readonly status?: number;
  readonly contentType?: string;
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

const applied = z.exactOptional(z.boolean());
const httpStatus = z.int().min(200).max(599);

const fault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    page: z.exactOptional(z.enum(["json", "html"])),
    message: z.exactOptional(z.union([z.string(), z.array(z.string())])),
    retryAfter: z.exactOptional(z.union([z.number(), z.string(), z.strictObject({ dateIn: z.number() })])),
    applied,
  }),
  z.strictObject({
    kind: z.literal("body"),
    body: z.string(),
    status: z.exactOptional(httpStatus),
    contentType: z.exactOptional(z.string()),
    applied,
  }),
  z.strictObject({ kind: z.literal("huge"), bytes: z.int().min(2), applied }),
  z.strictObject({
    kind: z.literal("redirect"),
    location: z.string(),
    status: z.exactOptional(z.int().min(300).max(399)),
  }),
  z.strictObject({ kind: z.literal("reset"), applied }),
  z.strictObject({ kind: z.literal("cut"), framing: z.exactOptional(z.enum(["length", "chunked"])) }),
  z.strictObject({ kind: z.literal("hang"), applied }),
  z.strictObject({ kind: z.literal("slow"), milliseconds: z.number().min(0), applied }),
  z.strictObject({ kind: z.literal("dialect"), dialect: dialectOverrides }),
]);

/** Checks a {@link FaultRule} that comes from outside. */
export const faultRule: z.ZodType<FaultRule> = z.strictObject({
  call: z.enum([...CALL_NAMES, "any"]),
  instanceId: z.exactOptional(z.string()),
  nth: z.exactOptional(
    z.union([
      z.int().min(1),
      z.literal("always"),
      z.strictObject({ from: z.int().min(1), count: z.exactOptional(z.int().min(1)) }),
    ]),
  ),
  fault,
});
