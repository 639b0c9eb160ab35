import didYouMean from "didyoumean2";
import { z } from "zod";
import { canonicalEventName, describeEvent, EVENT_NAMES } from "../api/events";
import { baseUrlProblem, tokenProblem, urlProblem } from "../config/values";
import { canonicalEvents } from "./events";
import type { EventsDeclaration, OtherEvents, WebhookInputs } from "./types";
import { hasUnknown, UNKNOWN } from "./unknown";

/** The longest url in bytes. */
const MAX_URL_BYTES = 8 * 1024;
/** The longest name in characters. */
const MAX_NAME_LENGTH = 255;

/** A declaration as it arrives, checked. */
export interface CheckedInputs {
  /** The inputs in canonical form, for the engine to keep; unknown values stay in their place. */
  readonly inputs: WebhookInputs;
  /** Every reason why the declaration is refused; each begins with the property's path. */
  readonly failures: readonly string[];
}

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

/** The arguments one by one, as far as each can be judged alone. */
const argumentSchemas: Readonly<Record<string, z.ZodType>> = {
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
};

const REQUIRED = ["instanceId", "name", "url"];

/**
 * Checks a declaration and brings it into canonical form. All failures are reported at once; what
 * is unknown in a preview is taken as it is. Needs no network.
 */
export function checkInputs(news: object): CheckedInputs {
  const failures: string[] = [];
  const given: Readonly<Record<string, unknown>> = { ...news };
  for (const name of REQUIRED) {
    if (given[name] === undefined) failures.push(`${name}: is required`);
  }
  for (const [name, value] of Object.entries(given)) {
    if (name === "__provider" || value === undefined) continue;
    const schema = Object.hasOwn(argumentSchemas, name) ? argumentSchemas[name] : undefined;
    if (!schema) failures.push(`${name}: ${unknownArgument(name)}`);
    else failures.push(...problemsOf(schema, name, value));
  }
  failures.push(...contradictions(given));
  // What the engine gets back beside failures does not matter; without any, these are what the type says.
  const inputs = failures.length > 0 ? given : canonicalInputs(given);
  return { inputs: inputs as unknown as WebhookInputs, failures };
}

function canonicalInputs({ events, otherEvents, ...news }: Readonly<Record<string, unknown>>) {
  const inputs = { enabled: true, ...news };
  if (hasUnknown(events) || otherEvents === UNKNOWN) {
    return { ...inputs, events: UNKNOWN, otherEvents: UNKNOWN };
  }
  return {
    ...inputs,
    ...canonicalEvents(
      (events as EventsDeclaration | undefined) ?? "all",
      otherEvents as OtherEvents | undefined,
    ),
  };
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

function contradictions({ events, otherEvents }: Readonly<Record<string, unknown>>): string[] {
  if ((events === "all" || events === undefined) && (otherEvents === "off" || otherEvents === "leave")) {
    const all = events === "all" ? '"all"' : 'its default "all"';
    return [`otherEvents: "${otherEvents}" contradicts events, which is ${all}: name the events instead`];
  }
  return [];
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

function contradictoryNames(declared: unknown): string[] {
  if (typeof declared !== "object" || declared === null || Array.isArray(declared)) return [];
  const states = new Map<string, unknown>();
  return Object.entries(declared).flatMap(([spelling, on]) => {
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

function unknownArgument(name: string): string {
  const guess = didYouMean(name, Object.keys(argumentSchemas));
  return guess
    ? `unknown argument; did you mean "${guess}"?`
    : `unknown argument; the arguments are ${Object.keys(argumentSchemas).join(", ")}`;
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
