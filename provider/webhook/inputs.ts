import { normalBaseUrl } from "../config/values";
import { checkArguments, WEBHOOK_ARGUMENTS } from "./arguments";
import { canonicalEvents } from "./events";
import type { EventsDeclaration, OtherEvents, WebhookInputs } from "./types";
import { hasUnknown, UNKNOWN } from "./unknown";

/** A declaration as it arrives, checked. */
export interface CheckedInputs<T = WebhookInputs> {
  /** The inputs in canonical form, for the engine to keep; unknown values stay in their place. */
  readonly inputs: T;
  /** Every reason why the declaration is refused; each begins with the property's path. */
  readonly failures: readonly string[];
}

/** Arguments as they arrive, not yet checked. */
export type GivenArguments = Readonly<Record<string, unknown>>;

/**
 * Checks a declaration and brings it into canonical form. All failures are reported at once; what
 * is unknown in a preview is taken as it is. Needs no network.
 */
export function checkInputs(news: object): CheckedInputs {
  const given: GivenArguments = { ...news };
  const failures = [
    ...checkArguments(WEBHOOK_ARGUMENTS, ["instanceId", "name", "url"], given),
    ...contradictions(given),
    ...placeholders(given),
  ];
  // What the engine gets back beside failures does not matter; without any, these are what the type says.
  const inputs = failures.length > 0 ? given : { enabled: true, ...given, ...canonicalForm(given) };
  return { inputs: inputs as unknown as WebhookInputs, failures };
}

/** Those of checked arguments that have a canonical form, in it. */
export function canonicalForm(given: GivenArguments): object {
  const { baseUrl } = given;
  return {
    ...canonicalEventsOf(given),
    ...(typeof baseUrl === "string" && { baseUrl: normalBaseUrl(baseUrl) }),
  };
}

// A server would keep it as it stands: who writes it means a fleet.
function placeholders(given: GivenArguments): string[] {
  return ["name", "url"].flatMap((argument) => {
    const value = given[argument];
    if (typeof value !== "string" || !value.includes("{instanceId}")) return [];
    const literally = argument === "url" ? ", or %7BinstanceId%7D where the url is to have it" : "";
    return [
      `${argument}: {instanceId} is replaced in a WebhookFleet alone: declare one, or write the id itself${literally}`,
    ];
  });
}

/** `events` and `otherEvents` of checked arguments in canonical form; unknown where part of them is. */
export function canonicalEventsOf({ events, otherEvents }: GivenArguments): object {
  if (hasUnknown(events) || otherEvents === UNKNOWN) return { events: UNKNOWN, otherEvents: UNKNOWN };
  return canonicalEvents(
    (events as EventsDeclaration | undefined) ?? "all",
    otherEvents as OtherEvents | undefined,
  );
}

/** What `otherEvents` says against `events`. */
export function contradictions({ events, otherEvents }: Readonly<Record<string, unknown>>): string[] {
  if ((events === "all" || events === undefined) && (otherEvents === "off" || otherEvents === "leave")) {
    const all = events === "all" ? '"all"' : 'its default "all"';
    return [`otherEvents: "${otherEvents}" contradicts events, which is ${all}: name the events instead`];
  }
  return [];
}
