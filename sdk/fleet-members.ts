import * as pulumi from "@pulumi/pulumi";
import { expandName, expandUrl } from "../provider/fleet/template";
import { isAsync, isKnown } from "./asynchronous";
import { declareOnce } from "./declarations";
import type { FleetMemberArgs, WebhookFleetArgs } from "./fleet-args";
import { secretWithUserInfo } from "./resource";
import { declaredOn } from "./warnings";

type Instances = WebhookFleetArgs["instances"];
type MemberInput = pulumi.Input<FleetMemberArgs>;

/** The members of a fleet, and their tokens apart from them. */
export interface SplitMembers {
  readonly instances: pulumi.Input<unknown>;
  /** By instance id. */
  readonly tokens: pulumi.Input<unknown>;
}

/**
 * Takes the tokens out of the members: the engine encrypts a property as a whole, and the members
 * are to stay readable.
 */
export function splitTokens(instances: Instances): SplitMembers {
  return isAsync(instances)
    ? both(instances as pulumi.Input<unknown>, (known) => splitKnown(known))
    : splitKnown(instances);
}

/**
 * Refuses members that another resource of the program declares, too; see {@link declareOnce}.
 *
 * @throws RunError naming both resources; for outputs, once they are known.
 */
export function declareMembers(resource: string, args: WebhookFleetArgs): void {
  const { baseUrl } = args;
  const given: unknown[] = [args.instances, args.name, args.url];
  const declare = ([members, fleetName, fleetUrl]: unknown[]) => {
    for (const [instanceId, member] of new Map(entriesOf(members))) {
      const { name = fleetName, url = fleetUrl } = Object(member);
      // What is missing or of another type is refused by the provider.
      if (typeof name !== "string" || typeof url !== "string") continue;
      declareOnce(`${resource}, member ${instanceId},`, {
        instanceId,
        name: expandName(name, instanceId),
        url: expandUrl(url, instanceId),
        baseUrl,
      });
    }
  };
  if (given.every(isKnown)) declare(given);
  else (pulumi.all(given as string[]) as pulumi.Output<unknown[]>).apply(declare);
}

/** Names of the events that members declare on by themselves. */
export function eventsOfMembers(instances: Instances): pulumi.Output<string[]> {
  const known: pulumi.Output<unknown> = pulumi.output(instances as object);
  return known.apply((members) => {
    const names = entriesOf(members).flatMap(([, member]) => declaredOn(Object(member).events));
    return [...new Set(names)];
  });
}

function splitKnown(instances: unknown): SplitMembers {
  if (typeof instances !== "object" || instances === null || Array.isArray(instances)) {
    return { instances, tokens: {} };
  }
  if (Object.hasOwn(instances, "__proto__")) {
    throw new pulumi.RunError(
      'instances: an instance called "__proto__" cannot be in a fleet; declare it as a Webhook',
    );
  }
  const split = Object.entries(instances).map(([id, member]) => [id, splitMember(member)] as const);
  return {
    instances: Object.fromEntries(split.map(([id, { member }]) => [id, member])),
    tokens: Object.fromEntries(
      split.flatMap(([id, { token }]) => (token === undefined ? [] : [[id, token]])),
    ),
  };
}

function splitMember(given: MemberInput): { member: unknown; token?: unknown } {
  if (isAsync(given)) {
    const { instances, tokens } = both(given, (known) => {
      const { member, token } = splitMember(known as MemberInput);
      return { instances: member, tokens: token };
    });
    return { member: instances, token: tokens };
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { member: given };
  const { token, url, ...rest } = given as FleetMemberArgs;
  return { member: { ...rest, ...(url !== undefined && { url: secretWithUserInfo(url) }) }, token };
}

// A promise is awaited twice, so that a secret in one of the two does not hide the other.
function both(given: pulumi.Input<unknown>, split: (known: unknown) => SplitMembers): SplitMembers {
  const part = (name: keyof SplitMembers) => {
    if (given instanceof Promise) return given.then((known: unknown) => split(known)[name]);
    const output: pulumi.Output<unknown> = pulumi.output(given as object);
    return output.apply((known) => split(known)[name]);
  };
  return { instances: part("instances"), tokens: part("tokens") };
}

function entriesOf(members: unknown): [string, unknown][] {
  if (!Array.isArray(members)) return Object.entries(Object(members));
  return members.flatMap((id): [string, unknown][] => (typeof id === "string" ? [[id, {}]] : []));
}
