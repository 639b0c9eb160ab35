import type { LiveWebhook } from "../api/wire";
import { changedLive } from "../webhook/state";
import type { Member } from "./members";
import type { FleetInputs, FleetState, MemberState } from "./types";

/**
 * The outputs of a fleet.
 *
 * @param settled instance ids of the members that are as declared.
 * @param webhookIds live webhooks by instance id, of every member that has one.
 */
export function fleetStateOf(
  inputs: FleetInputs,
  baseUrl: string,
  settled: ReadonlySet<string>,
  webhookIds: ReadonlyMap<string, string>,
): FleetState {
  return {
    ...inputs,
    instances: Object.fromEntries(Object.entries(inputs.instances).filter(([id]) => settled.has(id))),
    webhookIds: Object.fromEntries(webhookIds),
    baseUrl,
    ...(inputs.baseUrl !== undefined && { declared: ["baseUrl"] }),
  };
}

/** The state with what was found live: members that are gone are left out, drifted ones say how they differ. */
export function refreshedFleetState(
  state: FleetState,
  found: ReadonlyMap<string, { readonly member: Member; readonly live: LiveWebhook | undefined }>,
): FleetState {
  const instances: [string, MemberState][] = [];
  for (const [instanceId, { live: _, ...overrides }] of Object.entries(state.instances)) {
    const member = found.get(instanceId);
    if (!member?.live) continue;
    const changed = changedLive(member.member, member.live);
    instances.push([
      instanceId,
      Object.keys(changed).length > 0 ? { ...overrides, live: changed } : overrides,
    ]);
  }
  return { ...state, instances: Object.fromEntries(instances) };
}

/** The inputs that a state came from, with what was found live in them. */
export function fleetInputsOf(state: FleetState): FleetInputs {
  const { webhookIds, declared, baseUrl, ...inputs } = state;
  return { ...inputs, ...(declared?.includes("baseUrl") && { baseUrl }) };
}
