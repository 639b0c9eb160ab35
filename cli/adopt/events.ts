import { describeEvent, type EventFlags } from "../core";

/** `events` and `otherEvents` as they are written into a program. */
export interface EventArguments {
  readonly events: "all" | readonly string[] | Readonly<Record<string, boolean>>;
  readonly otherEvents?: "on";
}

/** The events of a live webhook as a declaration that changes none of them. */
export interface AdoptedEvents {
  readonly declared: EventArguments;
  /** Flags that the server knows and the catalogue does not, and that the declaration leaves alone; sorted. */
  readonly leftAlone: readonly string[];
}

/**
 * Declares event flags as they are: `"all"`, the list of those that are on, the few that are off, or,
 * where flags cannot be named, a map of those that can, which leaves the rest alone.
 *
 * @param flags what the server shows; `undefined` where it shows none, and then all are left alone.
 * @param named name every flag, and leave alone what the server may show elsewhere. Default false.
 */
export function adoptEvents(flags: EventFlags | undefined, named = false): AdoptedEvents {
  const shown = [...(flags ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const known = shown.filter(([name]) => describeEvent(name));
  const unknown = shown.filter(([name]) => !describeEvent(name));
  const on = known.flatMap(([name, flag]) => (flag.on ? [name] : []));
  const off = known.flatMap(([name, flag]) => (flag.on ? [] : [name]));

  const whole = shown.length > 0 && !named;
  if (whole && shown.every(([, flag]) => flag.on)) return { declared: { events: "all" }, leftAlone: [] };
  // A list switches off what it does not name, which an unknown flag that is off already bears.
  if (whole && unknown.every(([, flag]) => !flag.on)) {
    if (unknown.length > 0 || on.length <= off.length) return { declared: { events: on }, leftAlone: [] };
    return { declared: { events: mapOf(off, false), otherEvents: "on" }, leftAlone: [] };
  }
  const map = Object.fromEntries(known.map(([name, flag]) => [name, flag.on]));
  return { declared: { events: map }, leftAlone: unknown.map(([name]) => name) };
}

function mapOf(names: readonly string[], on: boolean): Record<string, boolean> {
  return Object.fromEntries(names.map((name) => [name, on]));
}
