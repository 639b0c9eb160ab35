import { getOwn } from "../api/map";
import { showUrl } from "../api/redact";
import type { LiveWebhook } from "../api/wire";
import { changedLive } from "../webhook/state";
import type { WebhookInputs } from "../webhook/types";
import type { LiveMember } from "./plan";
import type { FleetInputs, FleetState, MemberState } from "./types";

/** What an operation on a fleet left of its members. */
export interface MembersLeft {
  /** Instance ids of the members that are as declared. */
  readonly settled: ReadonlySet<string>;
  /** Live webhooks by instance id, of every member that has one. */
  readonly webhookIds: ReadonlyMap<string, string>;
  /** Members that are no longer declared, but could not be destroyed. */
  readonly removed?: readonly LiveMember[];
  /** Members that another server than the fleet's is known to have. */
  readonly notMoved?: readonly LiveMember[];
}

/** The outputs of a fleet. */
export function fleetStateOf(
  inputs: FleetInputs,
  baseUrl: string,
  { settled, webhookIds, removed = [], notMoved = [] }: MembersLeft,
): FleetState {
  const elsewhere = (live: LiveMember) => live.baseUrl !== baseUrl && { baseUrl: live.baseUrl };
  return {
    ...inputs,
    instances: Object.fromEntries([
      ...Object.entries(inputs.instances).filter(([id]) => settled.has(id)),
      ...notMoved.map((live): [string, MemberState] => {
        const { instanceId } = live.member;
        return [instanceId, { ...getOwn(inputs.instances, instanceId), ...elsewhere(live) }];
      }),
      ...removed.map((live): [string, MemberState] => [
        live.member.instanceId,
        { removed: true, ...elsewhere(live) },
      ]),
    ]),
    // Only beside declared ones, which make the engine keep all of them as a secret.
    ...(inputs.tokens && { tokens: { ...inputs.tokens, ...tokensOf(removed.map(({ member }) => member)) } }),
    webhookIds: Object.fromEntries(webhookIds),
    baseUrl,
    ...(inputs.baseUrl !== undefined && { declared: ["baseUrl"] }),
  };
}

/** What was found live of a member; `undefined` where it is gone. */
export interface FoundMember {
  readonly member: WebhookInputs;
  readonly live: LiveWebhook | undefined;
}

/** The state with what was found live: members that are gone are left out, drifted ones say how they differ. */
export function refreshedFleetState(state: FleetState, found: ReadonlyMap<string, FoundMember>): FleetState {
  const isGone = (instanceId: string) => found.has(instanceId) && !found.get(instanceId)?.live;
  const instances = Object.entries(state.instances).map(([instanceId, old]): [string, MemberState] => {
    const { member, live } = found.get(instanceId) ?? {};
    if (!member || !live) return [instanceId, old];
    const { live: _, ...overrides } = old;
    const changed = shown(changedLive(member, live));
    return [instanceId, Object.keys(changed).length > 0 ? { ...overrides, live: changed } : overrides];
  });
  const present = <T>(entries: readonly [string, T][]) =>
    Object.fromEntries(entries.filter(([instanceId]) => !isGone(instanceId)));
  return { ...state, instances: present(instances), webhookIds: present(Object.entries(state.webhookIds)) };
}

/** The inputs that a state came from, with what was found live in them. */
export function fleetInputsOf(state: FleetState): FleetInputs {
  const { webhookIds, declared, baseUrl, ...inputs } = state;
  return { ...inputs, ...(declared?.includes("baseUrl") && { baseUrl }) };
}

function tokensOf(members: readonly WebhookInputs[]): Record<string, string> {
  return Object.fromEntries(
    members.flatMap(({ instanceId, token }) => (token === undefined ? [] : [[instanceId, token]])),
  );
}

// The declared url may be a secret, and then so may this one, which stands where the engine does not know that.
function shown(changed: Readonly<Record<string, string | boolean>>): Record<string, string | boolean> {
  const { url } = changed;
  return typeof url === "string" ? { ...changed, url: showUrl(url) } : { ...changed };
}
