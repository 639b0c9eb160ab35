import * as pulumi from "@pulumi/pulumi";
import { expandName, expandUrl } from "../provider/fleet/template";
import { isAsync, useAllWhenKnown } from "./asynchronous";
import type { Identity } from "./declarations";
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

/** What tells which live webhooks the members of a fleet mean. */
export function identitiesOfMembers(
  name: string,
  { instances, name: webhookName, url, baseUrl }: WebhookFleetArgs,
): readonly Identity[] | pulumi.Output<readonly Identity[]> {
  return useAllWhenKnown([instances, webhookName, url, baseUrl], ([members, fleetName, fleetUrl, server]) => {
    // An instance that is listed twice is refused by the provider, as is what is missing or of another type.
    const identities = [...new Map(entriesOf(members))].flatMap(([instanceId, member]): Identity[] => {
      const { name: template = fleetName, url: urlTemplate = fleetUrl } = Object(member);
      if (typeof template !== "string" || typeof urlTemplate !== "string") return [];
      return [
        {
          resource: `WebhookFleet "${name}", member ${instanceId},`,
          instanceId,
          name: expandName(template, instanceId),
          url: expandUrl(urlTemplate, instanceId),
          baseUrl: server as string | undefined,
        },
      ];
    });
    return identities;
  });
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
