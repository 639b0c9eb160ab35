import * as v from "valibot";
import { canonicalEventName, describeEvent, EVENT_NAMES } from "../api/events";
import { getOwn, issuePathItem } from "../api/map";
import { nearest } from "../api/nearest";
import { hasControlCharacters, inOneLine } from "../api/one-line";
import { baseUrlProblem, tokenProblem, urlProblem } from "../config/values";
import { UNKNOWN } from "./unknown";

/** The longest url in bytes. */
const MAX_URL_BYTES = 8 * 1024;
/** The longest name in characters. */
const MAX_NAME_LENGTH = 255;

/** Arguments by name, and what each must be. */
export type ArgumentSchemas = Readonly<Record<string, v.GenericSchema>>;

const text = v.string(({ input }) => `must be a string, not ${typeName(input)}`);
const flag = v.boolean(({ input }) => notAFlag(input));
const choice = (values: readonly string[]) =>
  v.picklist(values, `must be one of ${values.map((value) => `"${value}"`).join(", ")}`);
/** A text, and functions that say what is wrong with it: the first that does is shown. */
export const described = (...problemsOf: ((value: string) => string | undefined)[]) =>
  v.pipe(
    text,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const problemOf of problemsOf) {
        const message = problemOf(dataset.value);
        if (message) return addIssue({ message });
      }
    }),
  );

const events = v.pipe(
  v.unknown(),
  v.rawCheck(({ dataset: { value }, addIssue }) => {
    for (const { key, message } of eventsProblems(value)) {
      addIssue({ message, ...(key !== undefined && { path: [issuePathItem(value, key)] }) });
    }
  }),
);

/** What each argument of a webhook must be, as far as it can be judged alone. */
export const WEBHOOK_ARGUMENTS = {
  instanceId: described(textProblem, pathProblem),
  name: described(textProblem, nameSizeProblem),
  url: described(urlProblem, urlSizeProblem),
  enabled: flag,
  events,
  otherEvents: choice(["off", "on", "leave"]),
  webhookId: described(textProblem, pathProblem),
  adopt: flag,
  onDestroy: choice(["delete", "disable", "retain"]),
  token: described(tokenProblem),
  baseUrl: described(baseUrlProblem),
} as const satisfies ArgumentSchemas;

/**
 * Checks arguments one by one; what is unknown in a preview is taken as it is.
 *
 * @param at the path that the arguments stand at, such as `instances.shop-1.`.
 * @returns every reason why they are refused, a line each; each begins with the property's path.
 */
export function checkArguments(
  schemas: ArgumentSchemas,
  required: readonly string[],
  given: Readonly<Record<string, unknown>>,
  at = "",
): string[] {
  const missing = required
    .filter((name) => given[name] === undefined)
    .map((name) => `${at}${name}: is required`);
  const wrong = Object.entries(given).flatMap(([name, value]) => {
    if (name === "__provider" || value === undefined) return [];
    const schema = getOwn(schemas, name);
    return schema
      ? problemsOf(schema, at + name, value)
      : [`${at}${name}: ${unknownArgument(schemas, name)}`];
  });
  return [...missing, ...wrong].map(inOneLine);
}

function problemsOf(schema: v.GenericSchema, name: string, value: unknown): string[] {
  return (v.safeParse(schema, value).issues ?? [])
    .filter(({ path }) => valueAt(value, path) !== UNKNOWN)
    .map(({ path, message }) => `${pathOf(name, path)}: ${message}`);
}

/** Where an issue is: the keys that lead there. */
type Path = v.BaseIssue<unknown>["path"];

function valueAt(value: unknown, path: Path): unknown {
  return path === undefined ? value : path[path.length - 1]?.value;
}

function pathOf(name: string, path: Path): string {
  return (path ?? []).reduce(
    (at, { key }) => at + (typeof key === "number" ? `[${key}]` : `.${String(key)}`),
    name,
  );
}

function* eventsProblems(declared: unknown): Generator<{ key?: string | number; message: string }> {
  if (declared === "all") return;
  if (typeof declared !== "object" || declared === null) {
    yield { message: eventsFormProblem(declared) };
  } else if (Array.isArray(declared)) {
    for (const [key, name] of declared.entries()) {
      if (typeof name !== "string")
        yield { key, message: `must be the name of an event, not ${typeName(name)}` };
      else if (!describeEvent(name)) yield { key, message: unknownEvent(name) };
    }
  } else {
    for (const [key, on] of Object.entries(declared)) {
      if (typeof on !== "boolean") yield { key, message: notAFlag(on) };
      if (!describeEvent(key)) yield { key, message: unknownEvent(key) };
    }
    for (const key of contradictoryNames(declared)) {
      yield { key, message: "is declared both true and false (under two names)" };
    }
  }
}

function contradictoryNames(declared: object): string[] {
  const states = new Map<string, unknown>();
  return Object.entries(declared).flatMap(([spelling, on]) => {
    const name = canonicalEventName(spelling);
    const other = states.get(name);
    const contradicts = states.has(name) && other !== on && other !== UNKNOWN && on !== UNKNOWN;
    states.set(name, on);
    return contradicts ? [spelling] : [];
  });
}

function notAFlag(value: unknown): string {
  return `must be true or false, not ${typeName(value)}`;
}

function unknownEvent(name: string): string {
  const aliases = EVENT_NAMES.flatMap((known) => describeEvent(known)?.alias ?? []);
  const guess = nearest(name, [...EVENT_NAMES, ...aliases]);
  return guess
    ? `unknown event "${name}"; did you mean "${canonicalEventName(guess)}"?`
    : `unknown event "${name}"; the events are ${EVENT_NAMES.join(", ")}`;
}

function eventsFormProblem(value: unknown): string {
  return `must be "all", a list of event names, or a map of event name and true or false, not ${
    typeof value === "string" ? `"${value}"` : typeName(value)
  }`;
}

function textProblem(value: string): string | undefined {
  if (value.trim() === "") return "must not be empty or blank";
  // In an error such characters would forge lines, or show others in another order.
  return hasControlCharacters(value)
    ? "must not contain control characters, line separators or what reorders text"
    : undefined;
}

function pathProblem(id: string): string | undefined {
  if (id === "." || id === "..") return `must not be "${id}", which a path cannot hold`;
  return /\p{Surrogate}/u.test(id) ? "must be well-formed Unicode" : undefined;
}

function nameSizeProblem(name: string): string | undefined {
  const { length } = [...name];
  return length > MAX_NAME_LENGTH
    ? `must have at most ${MAX_NAME_LENGTH} characters, not ${length}`
    : undefined;
}

function urlSizeProblem(url: string): string | undefined {
  const bytes = Buffer.byteLength(url);
  return bytes > MAX_URL_BYTES ? `must have at most ${MAX_URL_BYTES} bytes, not ${bytes}` : undefined;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function unknownArgument(schemas: ArgumentSchemas, name: string): string {
  const names = Object.keys(schemas);
  const guess = nearest(name, names);
  return guess
    ? `unknown argument; did you mean "${guess}"?`
    : `unknown argument; the arguments are ${names.join(", ")}`;
}
