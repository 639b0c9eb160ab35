import { changedEvents } from "../webhook/events";
import type { DeclaredWebhook } from "../webhook/reconcile";
import type { FleetInputs, MemberOverrides } from "./types";

/** A member of a fleet as a declaration of its own. */
export interface Member extends DeclaredWebhook {
  readonly token?: string | undefined;
}

/** The member of `instanceId`: the fleet's declaration with the member's own overrides. */
export function memberOf(fleet: FleetInputs, instanceId: string, overrides: MemberOverrides = {}): Member {
  return {
    instanceId,
    name: (overrides.name ?? fleet.name).replaceAll("{instanceId}", instanceId),
    url: (overrides.url ?? fleet.url).replaceAll("{instanceId}", encodeURIComponent(instanceId)),
    enabled: overrides.enabled ?? fleet.enabled,
    events: overrides.events ?? fleet.events,
    otherEvents: overrides.otherEvents ?? fleet.otherEvents,
    adopt: fleet.adopt,
    token: tokenOf(fleet, instanceId),
  };
}

/** Whether two declarations of a member want the same live webhook. */
export function sameMember(a: Member, b: Member): boolean {
  return a.name === b.name && a.url === b.url && a.enabled === b.enabled && changedEvents(a, b).length === 0;
}

function tokenOf({ token, tokens }: FleetInputs, instanceId: string): string | undefined {
  return tokens && Object.hasOwn(tokens, instanceId) ? tokens[instanceId] : token;
}
