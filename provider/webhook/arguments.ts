import didYouMean from "didyoumean2";
import { z } from "zod";
import { canonicalEventName, describeEvent, EVENT_NAMES } from "../api/events";
import { baseUrlProblem, tokenProblem, urlProblem } from "../config/values";
import { UNKNOWN } from "./unknown";

/** The longest url in bytes. */
const MAX_URL_BYTES = 8 * 1024;
/** The longest name in characters. */
const MAX_NAME_LENGTH = 255;

/** Arguments by name, and what each must be. */
export type ArgumentSchemas = Readonly<Record<string, z.ZodType>>;

const text = z.string({ error: ({ input }) => `must be a string, not ${typeName(input)}` });
const flag = z.boolean({ error: ({ input }) => `must be true or false, not ${typeName(input)}` });
const choice = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.map((value) => `"${value}"`).join(", ")}` });
const described = (problemOf: (value: string) => string | undefined) =>
  text.superRefine((value, context) => {
    const message = problemOf(value);
    if (message) context.addIssue({ code: "custom", message });
  });

const event = z.string({ error: ({ input }) => `must be the name of an event, not ${typeName(input)}` });
const events = z.unknown().superRefine((declared, context) => {
  const form = eventsForm(declared);
  if (!form) {
    context.addIssue({ code: "custom", message: eventsFormProblem(declared) });
    return;
  }
  for (const { path, message } of form.safeParse(declared).error?.issues ?? []) {
    context.addIssue({ code: "custom", path: [...path], message });
  }
  for (const { path, name } of declaredNames(declared)) {
    if (!describeEvent(name)) context.addIssue({ code: "custom", path: [path], message: unknownEvent(name) });
  }
  for (const name of contradictoryNames(declared)) {
    const message = "is declared both true and false (under two names)";
    context.addIssue({ code: "custom", path: [name], message });
  }
});

/** What each argument of a webhook must be, as far as it can be judged alone. */
export const WEBHOOK_ARGUMENTS = {
  instanceId: described(idProblem),
  name: described(nameProblem),
  url: described((url) => urlProblem(url) ?? urlSizeProblem(url)),
  enabled: flag,
  events,
  otherEvents: choice(["off", "on", "leave"]),
  webhookId: described(idProblem),
  adopt: flag,
  onDestroy: choice(["delete", "disable", "retain"]),
  token: described(tokenProblem),
  baseUrl: described(baseUrlProblem),
} as const satisfies ArgumentSchemas;

/**
 * Checks arguments one by one; what is unknown in a preview is taken as it is.
 *
 * @param at the path that the arguments stand at, such as `instances.shop-1.`.
 * @returns every reason why they are refused; each begins with the property's path.
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
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    return schema
      ? problemsOf(schema, at + name, value)
      : [`${at}${name}: ${unknownArgument(schemas, name)}`];
  });
  return [...missing, ...wrong];
}

function problemsOf(schema: z.ZodType, name: string, value: unknown): string[] {
  return (schema.safeParse(value).error?.issues ?? [])
    .filter(({ path }) => valueAt(value, path) !== UNKNOWN)
    .map(({ path, message }) => `${pathOf(name, path)}: ${message}`);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function pathOf(name: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (at, key) => at + (typeof key === "number" ? `[${key}]` : `.${String(key)}`),
    name,
  );
}

function eventsForm(declared: unknown): z.ZodType | undefined {
  if (declared === "all") return z.literal("all");
  if (Array.isArray(declared)) return z.array(event);
  return typeof declared === "object" && declared !== null ? z.record(z.string(), flag) : undefined;
}

function declaredNames(declared: unknown): { path: PropertyKey; name: string }[] {
  if (!Array.isArray(declared)) {
    return declared === "all" ? [] : Object.keys(Object(declared)).map((name) => ({ path: name, name }));
  }
  return declared.flatMap((name, path) => (typeof name === "string" ? [{ path, name }] : []));
}

// Only a map can contradict itself: the keys of a list, or of a text, are all different.
function contradictoryNames(declared: unknown): string[] {
  const states = new Map<string, unknown>();
  return Object.entries(Object(declared)).flatMap(([spelling, on]) => {
    const name = canonicalEventName(spelling);
    const other = states.get(name);
    const contradicts = states.has(name) && other !== on && other !== UNKNOWN && on !== UNKNOWN;
    states.set(name, on);
    return contradicts ? [spelling] : [];
  });
}

function unknownEvent(name: string): string {
  const aliases = EVENT_NAMES.flatMap((known) => describeEvent(known)?.alias ?? []);
  const guess = didYouMean(name, [...EVENT_NAMES, ...aliases]);
  return guess
    ? `unknown event "${name}"; did you mean "${canonicalEventName(guess)}"?`
    : `unknown event "${name}"; the events are ${EVENT_NAMES.join(", ")}`;
}

function eventsFormProblem(value: unknown): string {
  return `must be "all", a list of event names, or a map of event name and true or false, not ${
    typeof value === "string" ? `"${value}"` : typeName(value)
  }`;
}

function idProblem(id: string): string | undefined {
  if (id === "") return "must not be empty";
  if (id === "." || id === "..") return `must not be "${id}", which a path cannot hold`;
  return isWellFormed(id) ? undefined : "must be well-formed Unicode";
}

function nameProblem(name: string): string | undefined {
  if (name.trim() === "") return "must not be empty or blank";
  const length = [...name].length;
  return length > MAX_NAME_LENGTH
    ? `must have at most ${MAX_NAME_LENGTH} characters, not ${length}`
    : undefined;
}

function urlSizeProblem(url: string): string | undefined {
  const bytes = Buffer.byteLength(url);
  return bytes > MAX_URL_BYTES ? `must have at most ${MAX_URL_BYTES} bytes, not ${bytes}` : undefined;
}

function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function unknownArgument(schemas: ArgumentSchemas, name: string): string {
  const names = Object.keys(schemas);
  const guess = didYouMean(name, names);
  return guess
    ? `unknown argument; did you mean "${guess}"?`
    : `unknown argument; the arguments are ${names.join(", ")}`;
}
