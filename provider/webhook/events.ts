import { canonicalEventName, type EventAlias, type EventName, SCHEMA_EVENT_NAMES } from "../api/events";
import type { EventFlags } from "../api/wire";
import type { DeclaredEvents, EventMap, EventsDeclaration, OtherEvents } from "./types";

/**
 * The canonical form of declared events: a sorted map of the flags that are named, and what
 * happens to the rest. Independent of order, duplicates and aliases; applied twice it changes nothing.
 */
export function canonicalEvents(events: EventsDeclaration, otherEvents?: OtherEvents): DeclaredEvents {
  if (events === "all") return { events: {}, otherEvents: otherEvents ?? "on" };
  const named = isList(events) ? events.map((spelling) => [spelling, true] as const) : Object.entries(events);
  return {
    events: sortedMap(named.map(([spelling, on]) => [canonicalEventName(spelling), on])),
    otherEvents: otherEvents ?? (isList(events) ? "off" : "leave"),
  };
}

/** Paths of the flags, and `otherEvents`, in which two declarations differ. */
export function changedEvents(olds: DeclaredEvents, news: DeclaredEvents): string[] {
  const names = new Set([...Object.keys(olds.events), ...Object.keys(news.events)]);
  const flags = [...names]
    .filter((name) => olds.events[name] !== news.events[name])
    .map((name) => `events.${name}`);
  return olds.otherEvents === news.otherEvents ? flags : [...flags, "otherEvents"];
}

/** The flags that PATCH sends, in the server's spelling, and what the webhook should show after it. */
export interface EventPlan {
  readonly flags: Readonly<Record<string, boolean>>;
  /** The declared state of every managed flag, by the catalogue's name. */
  readonly wanted: ReadonlyMap<string, boolean>;
  /** Declared by name, but not in the server's vocabulary. */
  readonly unknown: readonly string[];
  /** The server's vocabulary by the catalogue's names, sorted; `undefined` where it does not tell. */
  readonly vocabulary: readonly string[] | undefined;
}

/**
 * Plans the PATCH: every flag of the server's vocabulary that the declaration manages, and every
 * flag that it names. `live` is the server's own `WebhookEvents`; where it sends none, the flags
 * of the documented schema stand in.
 *
 * @param restored flags as they were: those that the declaration leaves alone are to be so again.
 */
export function planEvents(
  declared: DeclaredEvents,
  live: EventFlags | undefined,
  restored?: EventFlags,
): EventPlan {
  const wanted = new Map<string, boolean>();
  for (const name of live ? live.keys() : SCHEMA_EVENT_NAMES) {
    const on = declaredState(declared, name);
    if (on !== undefined) wanted.set(name, on);
  }
  for (const [name, on] of Object.entries(declared.events)) wanted.set(name, on);
  for (const [name, { on }] of restored ?? []) {
    if (declaredState(declared, name) === undefined) wanted.set(name, on);
  }
  const spelling = (name: string) => (live?.get(name) ?? restored?.get(name))?.spelling ?? name;
  return {
    flags: Object.fromEntries([...wanted].map(([name, on]) => [spelling(name), on])),
    wanted,
    unknown: live ? Object.keys(declared.events).filter((name) => !live.has(name)) : [],
    // Only errors show it.
    get vocabulary() {
      return live && [...live.keys()].sort();
    },
  };
}

/**
 * The live flags in the form of the declaration: every flag that it names, and every other one
 * that is not as `otherEvents` says. Equal to `declared` exactly when nothing has drifted.
 */
export function liveEventsAsDeclared(declared: DeclaredEvents, live: EventFlags): DeclaredEvents {
  const shown: [string, boolean][] = [];
  for (const [name, { on }] of live) {
    const named = Object.hasOwn(declared.events, name);
    const expected = declaredState(declared, name);
    if (named || (expected !== undefined && expected !== on)) shown.push([name, on]);
  }
  return { events: sortedMap(shown), otherEvents: declared.otherEvents };
}

/** Names of the flags that are on, sorted. */
export function subscribedEvents(live: EventFlags): string[] {
  return [...live].flatMap(([name, { on }]) => (on ? [name] : [])).sort();
}

/** What a declaration wants of a flag; `undefined` where it leaves the flag alone. */
export function declaredState({ events, otherEvents }: DeclaredEvents, name: string): boolean | undefined {
  if (Object.hasOwn(events, name)) return events[name];
  return otherEvents === "leave" ? undefined : otherEvents === "on";
}

function sortedMap(entries: readonly (readonly [string, boolean])[]): EventMap {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isList(events: EventsDeclaration): events is readonly (EventName | EventAlias)[] {
  return Array.isArray(events);
}
