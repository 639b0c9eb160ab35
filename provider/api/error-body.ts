import type { AnswerBody } from "../http/transport";
import { isMap } from "./map";

/** The body of an error answer, as far as it can be read. */
export interface ErrorBody {
  /**
   * Whether it is one of the API's errors: an object with a number `statusCode` and `message`. Anything else was
   * written by somebody else, at whatever status: a proxy, a firewall, another application.
   */
  readonly isApi: boolean;
  /** What was received instead of the API's error, such as `an HTML page`. */
  readonly form: string;
  /** The status that the body itself names, where its `message` is one text or texts alone. */
  readonly ownStatus: number | undefined;
  /** The server's own words; a secret may be among them. */
  readonly messages: readonly string[];
}

/** More lists within lists than this are not looked into. */
const MAX_MESSAGE_DEPTH = 4;

// Node.js and Java begin the lines of a stack trace so.
const STACK_TRACE = /\r?\n\s*at\s[\s\S]*$/;

/**
 * Reads the body of an error answer.
 *
 * The API documents `{message: string[], error, statusCode}`; servers also send `message` as one text, as a list of
 * objects (`{property, message}`) or of lists, and some say `messages`.
 */
export function readErrorBody(body: AnswerBody): ErrorBody {
  if (body.kind !== "json") {
    const messages = body.kind === "other" ? wordsIn(body.text) : [];
    return { isApi: false, form: FORMS[body.kind], ownStatus: undefined, messages };
  }
  const { value } = body;
  const members = isMap(value) ? value : {};
  const { statusCode, message, messages, error } = members;
  const words = [...wordsIn(message), ...wordsIn(messages)];
  return {
    isApi: typeof statusCode === "number" && (typeof message === "string" || Array.isArray(message)),
    form: "JSON of another form",
    ownStatus: typeof statusCode === "number" && isPlain(message) ? statusCode : undefined,
    messages: words.length > 0 ? words : wordsIn(error),
  };
}

const FORMS = { empty: "an empty body", page: "an HTML page", other: "plain text" } as const;

/** Whether the API says that it has no such route: `Cannot GET /api/v2/…`, as NestJS words it. */
export function isMissingRoute({ isApi, messages }: ErrorBody): boolean {
  return isApi && messages.some((message) => /^Cannot [A-Z]+ \//.test(message));
}

function isPlain(message: unknown): boolean {
  const texts = Array.isArray(message) ? message : [message];
  return texts.every((text) => typeof text === "string");
}

function wordsIn(message: unknown, depth = 0): string[] {
  if (typeof message === "string") {
    const text = message.replace(STACK_TRACE, "").trim();
    return text === "" ? [] : [text];
  }
  if (depth === MAX_MESSAGE_DEPTH) return [];
  if (Array.isArray(message)) return message.flatMap((entry) => wordsIn(entry, depth + 1));
  if (!isMap(message)) return [];
  // What class-validator sends keeps its words in `constraints`, and those of nested properties in `children`.
  const { property, message: own, constraints, children } = message;
  const words = [
    ...wordsIn(own, depth + 1),
    ...(isMap(constraints) ? wordsIn(Object.values(constraints), depth + 1) : []),
    ...wordsIn(children, depth + 1),
  ];
  return typeof property === "string" ? words.map((text) => `${property}: ${text}`) : words;
}
