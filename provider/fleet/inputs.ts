import { z } from "zod";
import { tokenProblem } from "../config/values";
import { checkArguments, WEBHOOK_ARGUMENTS } from "../webhook/arguments";
import {
  type CheckedInputs,
  canonicalEventsOf,
  contradictions,
  type GivenArguments,
} from "../webhook/inputs";
import { hasUnknown, UNKNOWN } from "../webhook/unknown";
import { memberOf } from "./members";
import type { FleetInputs, MemberOverrides } from "./types";

const { name, url, enabled, events, otherEvents, adopt, onDestroy, token, baseUrl, instanceId } =
  WEBHOOK_ARGUMENTS;
const MEMBER_ARGUMENTS = { name, url, enabled, events, otherEvents };

const instances = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())], {
  error: "must be a list of instance ids, or a map of instance id and what that member has otherwise",
});
const tokens = z.record(
  z.string(),
  z.string().refine((value) => !tokenProblem(value), "is not a usable token"),
  {
    error: "must be a map of instance id and token",
  },
);
const template = z.string({ error: "must be a string" });
const FLEET_ARGUMENTS = {
  instances,
  name: template,
  url: template,
  enabled,
  events,
  otherEvents,
  adopt,
  onDestroy,
  token,
  tokens,
  baseUrl,
};

/** More failures than this are counted, not listed. */
const MAX_FAILURES = 20;

/**
 * Checks a fleet and brings it into canonical form. Failures are reported at once, the first
 * twenty in full; what is unknown in a preview is taken as it is. Needs no network.
 */
export function checkFleetInputs(news: object): CheckedInputs<FleetInputs> {
  const given: GivenArguments = { ...news };
  const failures = [
    ...checkArguments(FLEET_ARGUMENTS, ["instances", "name", "url"], given),
    ...contradictions(given),
  ];
  const members = failures.length > 0 ? [] : membersIn(given["instances"]);
  failures.push(...checkMembers(given, members));
  const inputs = failures.length > 0 ? given : canonicalInputs(given, members);
  return { inputs: inputs as unknown as FleetInputs, failures: atMost(MAX_FAILURES, failures) };
}

/** A member as it is given: where it stands, its instance id and its own arguments. */
type GivenMember = readonly [at: string, instanceId: unknown, overrides: unknown];

function membersIn(instances: unknown): GivenMember[] {
  if (instances === UNKNOWN) return [];
  if (Array.isArray(instances)) return instances.map((id, index) => [`instances[${index}]`, id, {}]);
  return Object.entries(Object(instances)).map(([id, overrides]) => [`instances.${id}`, id, overrides]);
}

function checkMembers(given: GivenArguments, members: readonly GivenMember[]): string[] {
  const seen = new Set<unknown>();
  const failures: string[] = [];
  const fleetWide = checkExpanded(given, "", "instance", {});
  failures.push(...fleetWide);
  for (const [at, id, overrides] of members) {
    if (id === UNKNOWN || overrides === UNKNOWN) continue;
    const problem = instanceId.safeParse(id).error?.issues[0]?.message;
    if (problem) failures.push(`${at}: ${problem}`);
    else if (seen.has(id)) failures.push(`${at}: "${id}" is listed twice`);
    else failures.push(...checkMember(given, at, String(id), overrides, fleetWide.length === 0));
    seen.add(id);
  }
  return failures;
}

function checkMember(
  given: GivenArguments,
  at: string,
  id: string,
  overrides: unknown,
  expand: boolean,
): string[] {
  if (typeof overrides !== "object" || overrides === null || Array.isArray(overrides)) {
    return [`${at}: must be an object of what the member has otherwise, such as {}`];
  }
  const own: GivenArguments = { ...overrides };
  const failures = [
    ...checkArguments(MEMBER_ARGUMENTS, [], own, `${at}.`),
    ...(own["events"] === undefined ? [] : contradictions(own)).map((reason) => `${at}.${reason}`),
  ];
  return failures.length > 0 || !expand ? failures : checkExpanded(given, `${at}.`, id, own);
}

// Only with the instance id in its place is a template a name and a url.
function checkExpanded(given: GivenArguments, at: string, id: string, overrides: GivenArguments): string[] {
  const expanded = memberOf(given as unknown as FleetInputs, id, overrides as MemberOverrides);
  const { name, url } = { name: overrides["name"] ?? given["name"], url: overrides["url"] ?? given["url"] };
  return checkArguments(
    MEMBER_ARGUMENTS,
    [],
    {
      ...(typeof name === "string" && name !== UNKNOWN && { name: expanded.name }),
      ...(typeof url === "string" && url !== UNKNOWN && { url: expanded.url }),
    },
    at,
  );
}

function canonicalInputs(given: GivenArguments, members: readonly GivenMember[]): object {
  const instances = hasUnknown(given["instances"])
    ? UNKNOWN
    : Object.fromEntries(
        members.map(([, id, overrides]) => [String(id), canonicalOverrides({ ...Object(overrides) })]),
      );
  return { enabled: true, ...given, ...canonicalEventsOf(given), instances };
}

function canonicalOverrides(overrides: GivenArguments): object {
  return overrides["events"] === undefined ? overrides : { ...overrides, ...canonicalEventsOf(overrides) };
}

function atMost(limit: number, failures: readonly string[]): string[] {
  const more = failures.length - limit;
  return more > 0
    ? [...failures.slice(0, limit), `instances: … and ${more} more failures like these`]
    : [...failures];
}
