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
 * What a webhook is to be, in the form in which it stands in state: `ignoreChanges` puts values of the
 * state in the place of the program's, path by path. What `check` will refuse stays as it is.
 */
export function canonicalWebhook({ enabled, events, otherEvents }: Given): Given {
  if (isRefused({ enabled, events, otherEvents })) return { enabled, events, otherEvents };
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

  const canonicalMember = (member: unknown) => ({
    ...Object(member),
    ...eventsOfMember(Object(member), events),
  });
  const canonicalMembers = (members: unknown) => {
    if (isFleetRefused(members)) return members;
    if (Array.isArray(members)) return Object.fromEntries(members.map((id) => [String(id), {}]));
    const entries = Object.entries(Object(members)).map(([id, member]): [string, unknown] => {
      const form = (known: unknown) => (isFleetRefused({ [id]: known }) ? known : canonicalMember(known));
      return [id, isAsync(member) ? useWhenKnown(member, form) : canonicalMember(member)];
    });
    return Object.fromEntries(entries);
  };
  const whole = (known: unknown): unknown =>
    Array.isArray(known) && !isKnown(known)
      ? outputOf(known).apply(canonicalMembers)
      : canonicalMembers(known);
  return { ...canonicalWebhook(given), instances: useWhenKnown(instances, whole) };
}

function eventsOfMember({ events, otherEvents }: Given, ofFleet: unknown): Given {
  if (events !== undefined) return canonicalEventsOf(events, otherEvents);
  if (otherEvents === undefined || (isKnown(otherEvents) && isKnown(ofFleet))) return {};
  // Only once both are known, it shows whether the member contradicts the fleet: `check` is to see that then.
  const contradicted = outputOf([otherEvents, ofFleet ?? "all"]).apply((known) => {
    const [own, fleet] = known as unknown[];
    return contradictions({ events: fleet, otherEvents: own }).length > 0 ? fleet : undefined;
  });
  return { events: contradicted };
}

function canonicalEventsOf(events: unknown, otherEvents: unknown): Given {
  const declared = { events, otherEvents };
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
