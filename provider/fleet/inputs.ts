import * as v from "valibot";
import { firstOf } from "../api/join";
import { isMap } from "../api/map";
import { inOneLine } from "../api/one-line";
import { checkArguments, described, WEBHOOK_ARGUMENTS } from "../webhook/arguments";
import {
  type CheckedInputs,
  canonicalEventsOf,
  canonicalForm,
  contradictions,
  type GivenArguments,
} from "../webhook/inputs";
import { UNKNOWN } from "../webhook/unknown";
import { expandName, expandUrl, nameTemplateProblem, urlTemplateProblem } from "./template";
import type { FleetInputs } from "./types";

const { instanceId, webhookId: _, ...ofFleet } = WEBHOOK_ARGUMENTS;
const { name, url, enabled, events, otherEvents, token } = ofFleet;
const TEMPLATES = { name: described(nameTemplateProblem), url: described(urlTemplateProblem) };
const MEMBER_ARGUMENTS = { ...TEMPLATES, enabled, events, otherEvents };
// `ignoreChanges` puts members of the state in the place of the program's, with what a refresh has noted of them.
const MEMBER_STATE = new Set(["live", "baseUrl", "removed"]);

const instancesForm = v.custom<object>(
  (value) => typeof value === "object" && value !== null,
  "must be a list of instance ids, or a map of instance id and what that member has otherwise",
);
// The members' own, which the resource class takes out of the instances: each is checked where it was declared.
const tokens = v.custom<object>(isMap, "must be a map of instance id and token");
const FLEET_ARGUMENTS = { instances: instancesForm, ...ofFleet, ...TEMPLATES, tokens };

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
  const members = v.is(instancesForm, given["instances"]) ? membersIn(given["instances"]) : [];
  failures.push(...checkMembers(given, members), ...checkTokens(given["tokens"]));
  const inputs = failures.length > 0 ? given : canonicalInputs(given, members);
  return {
    inputs: inputs as unknown as FleetInputs,
    failures: limitFailures(failures.map(inOneLine)),
  };
}

/** A member as it is given: where it stands, its instance id and its own arguments. */
type GivenMember = readonly [at: string, instanceId: unknown, overrides: unknown];

function membersIn(instances: unknown): GivenMember[] {
  if (Array.isArray(instances)) return instances.map((id, index) => [`instances[${index}]`, id, {}]);
  const entries: [string, unknown][] = Object.entries(Object(instances));
  return entries
    .filter(([, overrides]) => !(isMap(overrides) && overrides["removed"] === true))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, overrides]) => [`instances.${id}`, id, overrides]);
}

function checkMembers(given: GivenArguments, members: readonly GivenMember[]): string[] {
  const templates = templatesIn(given);
  const failures = checkExpanded(templates, "", "instance");
  // What is wrong with the fleet's own is not said again of every member.
  const usable = failures.length > 0 ? {} : templates;
  const seen = new Set<unknown>();
  for (const [at, id, overrides] of members) {
    if (id === UNKNOWN) continue;
    const problem = idProblem(id);
    if (problem) failures.push(`${at}: ${problem}`);
    else if (seen.has(id)) failures.push(`${at}: "${id}" is listed twice`);
    else failures.push(...checkMember(given, usable, at, String(id), overrides));
    seen.add(id);
  }
  return failures;
}

function idProblem(id: unknown): string | undefined {
  // The engine's messages lose a key of this name.
  if (id === "__proto__") return 'must not be "__proto__", which a map cannot hold: declare it as a Webhook';
  return v.safeParse(instanceId, id).issues?.[0]?.message;
}

function checkMember(
  fleet: GivenArguments,
  templates: Templates,
  at: string,
  id: string,
  overrides: unknown,
): string[] {
  if (overrides === UNKNOWN) return [];
  if (!isMap(overrides)) {
    return [`${at}: must be an object of what the member has otherwise, such as {}`];
  }
  const own: GivenArguments = { ...overrides };
  const { events = fleet["events"], otherEvents } = own;
  return [
    ...checkArguments(MEMBER_ARGUMENTS, [], withoutState(own), `${at}.`),
    ...contradictions({ events, otherEvents }).map((reason) => `${at}.${reason}`),
    ...checkExpanded({ ...templates, ...templatesIn(own) }, `${at}.`, id),
  ];
}

/** Templates of a name and a url. */
interface Templates {
  readonly name?: string;
  readonly url?: string;
}

/** Those of the arguments that nothing is wrong with. */
function templatesIn({ name, url }: GivenArguments): Templates {
  return {
    ...(v.is(TEMPLATES.name, name) && { name }),
    ...(v.is(TEMPLATES.url, url) && { url }),
  };
}

// Only with the instance id in its place is a template a name and a url.
function checkExpanded(templates: Templates, at: string, id: string): string[] {
  const expanded = {
    name: templates.name && expandName(templates.name, id),
    url: templates.url && expandUrl(templates.url, id),
  };
  return checkArguments({ name, url }, [], expanded, at);
}

function checkTokens(tokens: unknown): string[] {
  if (tokens === UNKNOWN) return [];
  return Object.entries(Object(tokens)).flatMap(([id, value]) =>
    checkArguments({ token }, [], { token: value }, `instances.${id}.`),
  );
}

function canonicalInputs(given: GivenArguments, members: readonly GivenMember[]): object {
  const isKnown = given["instances"] !== UNKNOWN && members.every(([, id]) => id !== UNKNOWN);
  const instances = isKnown
    ? Object.fromEntries(members.map(([, id, overrides]) => [String(id), canonicalOverrides(overrides)]))
    : UNKNOWN;
  return { enabled: true, ...given, ...canonicalForm(given), instances };
}

function withoutState(overrides: GivenArguments): GivenArguments {
  return Object.fromEntries(Object.entries(overrides).filter(([name]) => !MEMBER_STATE.has(name)));
}

function canonicalOverrides(overrides: unknown): unknown {
  if (overrides === UNKNOWN) return UNKNOWN;
  const given: GivenArguments = { ...Object(overrides) };
  const { live } = given;
  const own = { ...withoutState(given), ...(live !== undefined && { live }) };
  return given["events"] === undefined ? own : { ...own, ...canonicalEventsOf(given) };
}

/** The first twenty failures, and how many more there are. */
export function limitFailures(failures: readonly string[]): string[] {
  return firstOf(failures, MAX_FAILURES, (more) => `instances: … and ${more} more failures like these`);
}
