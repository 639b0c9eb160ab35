import { isMap } from "../provider/api/map";
import { checkFleetInputs } from "../provider/fleet/inputs";
import { checkArguments, WEBHOOK_ARGUMENTS } from "../provider/webhook/arguments";
import { canonicalEvents } from "../provider/webhook/events";
import { contradictions } from "../provider/webhook/inputs";
import type { EventsDeclaration, OtherEvents } from "../provider/webhook/types";
import { UNKNOWN } from "../provider/webhook/unknown";
import { isAsync, isKnown, outputOf, shapeOf, useWhenKnown } from "./asynchronous";

/** Arguments as a program gives them: outputs, promises and plain values, not yet checked. */
type Given = Readonly<Record<string, unknown>>;

/**
 * What a webhook is to be, in the form that it has in state: `ignoreChanges` puts values of the
 * state in the place of the program's, path by path. What `check` will refuse stays as it is.
 */
export function canonicalWebhook({ enabled, events, otherEvents }: Given): Given {
  const orDefault = (known: unknown) => (known === undefined ? true : known);
  return { enabled: useWhenKnown(enabled, orDefault), ...canonicalEventsOf(events, otherEvents) };
}

/** The same of a fleet and its members, whose tokens are not in `instances`. */
export function canonicalFleet(given: Given): Given {
  const { enabled, events, otherEvents, instances } = given;
  const isFleetRefused = (members: unknown) => {
    const fleet = shapeOf({ enabled, events, otherEvents, instances: members });
    // Names and urls have one form.
    return checkFleetInputs({ ...Object(fleet), name: UNKNOWN, url: UNKNOWN }).failures.length > 0;
  };
  if (isFleetRefused(instances)) return { enabled, events, otherEvents, instances };

  // The fleet's own form does not show what a member says against it.
  const refusedMember = (member: unknown) =>
    isMap(member) ? { ...member, ...contradicted(member, events) } : member;
  const canonicalMember = (member: unknown) => ({
    ...Object(member),
    ...eventsOfMember(Object(member), events),
  });
  const canonicalMembers = (members: unknown) => {
    // What is not known later has been checked above.
    const isRefusedNow = members !== instances && isFleetRefused(members);
    if (Array.isArray(members)) {
      return isRefusedNow ? members : Object.fromEntries(members.map((id) => [String(id), {}]));
    }
    if (!isMap(members)) return members;
    const form = (id: string) => (known: unknown) =>
      isRefusedNow || isFleetRefused({ [id]: known }) ? refusedMember(known) : canonicalMember(known);
    const entries = Object.entries(members).map(([id, member]): [string, unknown] => [
      id,
      isAsync(member) || isRefusedNow ? useWhenKnown(member, form(id)) : canonicalMember(member),
    ]);
    return Object.fromEntries(entries);
  };
  const whole = (known: unknown): unknown =>
    Array.isArray(known) && !isKnown(known)
      ? outputOf(known).apply(canonicalMembers)
      : canonicalMembers(known);
  return { ...canonicalWebhook(given), instances: useWhenKnown(instances, whole) };
}

function eventsOfMember(member: Given, ofFleet: unknown): Given {
  const { events, otherEvents } = member;
  return events === undefined ? contradicted(member, ofFleet) : canonicalEventsOf(events, otherEvents);
}

/** The fleet's events, as a member's own, where the member contradicts them: `check` is to see that. */
function contradicted({ events, otherEvents }: Given, ofFleet: unknown = "all"): Given {
  if (events !== undefined || otherEvents === undefined) return {};
  const told = (fleet: unknown, own: unknown) =>
    contradictions({ events: fleet, otherEvents: own }).length > 0 ? fleet : undefined;
  if (isKnown([otherEvents, ofFleet])) {
    const fleet = told(ofFleet, otherEvents);
    return fleet === undefined ? {} : { events: fleet };
  }
  const known = outputOf({ otherEvents, ofFleet });
  return { events: known.apply((all) => told(Object(all).ofFleet, Object(all).otherEvents)) };
}

function canonicalEventsOf(events: unknown, otherEvents: unknown): Given {
  const declared = { events, otherEvents };
  if (isRefused(declared)) return declared;
  if (isKnown(declared) || (isKnown(otherEvents) && hasKnownNames(events))) return canonicalOf(declared);
  const known = outputOf(declared).apply((resolved) => canonicalOf(Object(resolved)));
  return {
    events: known.apply((form) => form["events"]),
    otherEvents: known.apply((form) => form["otherEvents"]),
  };
}

function canonicalOf(declared: Given): Given {
  if (isRefused(declared)) return declared;
  const { events = "all", otherEvents } = declared;
  return { ...canonicalEvents(events as EventsDeclaration, otherEvents as OtherEvents | undefined) };
}

// Flags that are known later keep their place in a map, unless two of its names are of one event.
function hasKnownNames(events: unknown): boolean {
  if (!isMap(events) || isAsync(events)) return false;
  const { events: flags } = canonicalEvents(events as EventsDeclaration);
  return Object.keys(flags).length === Object.keys(events).length;
}

function isRefused(declared: Given): boolean {
  const shape: Given = Object(shapeOf(declared));
  return checkArguments(WEBHOOK_ARGUMENTS, [], shape).length + contradictions(shape).length > 0;
}
