import { getOwn } from "../api/map";
import type { WebhookInputs } from "../webhook/types";
import { UNKNOWN } from "../webhook/unknown";
import { expandName, expandUrl } from "./template";
import type { FleetInputs, MemberOverrides } from "./types";

/** The member of `instanceId` as a declaration of its own: the fleet's declaration with the member's own overrides. */
export function memberOf(
  fleet: FleetInputs,
  instanceId: string,
  overrides: MemberOverrides = {},
): WebhookInputs {
  const token = tokenOf(fleet, instanceId);
  return {
    instanceId,
    name: expandName(overrides.name ?? fleet.name, instanceId),
    url: expandUrl(overrides.url ?? fleet.url, instanceId),
    enabled: overrides.enabled ?? fleet.enabled,
    events: overrides.events ?? fleet.events,
    otherEvents: overrides.otherEvents ?? fleet.otherEvents,
    ...(fleet.adopt !== undefined && { adopt: fleet.adopt }),
    ...(token !== undefined && { token }),
  };
}

function tokenOf({ token, tokens = {} }: FleetInputs, instanceId: string): string | undefined {
  // In a preview, where all of them are unknown, each member may have one.
  if ((tokens as unknown) === UNKNOWN) return UNKNOWN;
  return getOwn(tokens, instanceId) ?? token;
}
