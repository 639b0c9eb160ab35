import { isDeepStrictEqual } from "node:util";
import { getOwn } from "../api/map";
import { normalBaseUrl } from "../config/values";
import { changedProperties } from "../webhook/diff";
import type { Owners } from "../webhook/owners";
import { onDestroyOf } from "../webhook/state";
import type { WebhookInputs } from "../webhook/types";
import { UNKNOWN } from "../webhook/unknown";
import { memberOf } from "./members";
import type { FleetInputs, FleetState, MemberState } from "./types";

/** A member that has, or had, a live webhook. */
export interface LiveMember {
  readonly member: WebhookInputs;
  readonly webhookId: string;
  /** The server that it lives on. */
  readonly baseUrl: string;
}

/** A member that is to be destroyed. */
export interface LeavingMember extends LiveMember {
  /** Whether the webhook was settled last, so that its name and url are known. */
  readonly settled: boolean;
}

/** What an update does with each member. */
export interface FleetPlan {
  /** Members without a live webhook. */
  readonly create: readonly WebhookInputs[];
  /** Members whose declaration changed, or that drifted. */
  readonly settle: readonly LiveMember[];
  /** Members that an earlier run left unsettled: whether the webhook exists is to be seen. */
  readonly recover: readonly LiveMember[];
  /** Members that are no longer declared. */
  readonly destroy: readonly LeavingMember[];
  /** Members that are as declared. */
  readonly keep: readonly LiveMember[];
}

/**
 * Compares a fleet with its state, member by member. A member whose webhook another resource of the run owns needs
 * another one.
 *
 * @param owners is told which members go on with the webhooks that they have in state.
 */
export function planFleet(
  olds: FleetState,
  news: FleetInputs,
  baseUrl: string | undefined,
  owners: Owners,
): FleetPlan {
  const plan = {
    create: [] as WebhookInputs[],
    settle: [] as LiveMember[],
    recover: [] as LiveMember[],
    keep: [] as LiveMember[],
  };
  const inState = membersIn({ ...olds, ...(news.token !== undefined && { token: news.token }) });
  const leaving = new Map(inState.map((live) => [live.member.instanceId, live]));
  for (const [instanceId, overrides] of Object.entries(news.instances)) {
    const member = memberOf(news, instanceId, overrides);
    const old = leaving.get(instanceId);
    leaving.delete(instanceId);
    const declared = { baseUrl: baseUrl ?? "", inputs: member };
    if (!old || !owners.goOn(declared, { ...old, instanceId }, old.member)) {
      plan.create.push(member);
      continue;
    }
    const live = { ...old, member };
    // A server that does not have it is an error where it is to move there, not a reason to create it anew.
    if (baseUrl !== undefined && baseUrl !== old.baseUrl) plan.settle.push(live);
    else if (!old.settled) plan.recover.push(live);
    else if (
      isAsLeft(getOwn(olds.instances, instanceId), overrides) &&
      changedProperties(old.member, member).length === 0
    )
      plan.keep.push(live);
    else plan.settle.push(live);
  }
  return { ...plan, destroy: [...leaving.values()] };
}

/** All members that have a live webhook, as a fleet leaves them. */
export function membersIn(state: FleetState): LeavingMember[] {
  const server = normalBaseUrl(state.baseUrl);
  return Object.entries(state.webhookIds).map(([instanceId, webhookId]) => {
    const old = getOwn(state.instances, instanceId);
    const settled = old !== undefined && !old.removed;
    const { baseUrl = server } = old ?? {};
    return { member: memberOf(state, instanceId, old), webhookId, baseUrl, settled };
  });
}

// What was found live is ignored where the program has the state's own members in the place of its own.
function isAsLeft({ live, baseUrl }: MemberState = {}, overrides: MemberState): boolean {
  const isUnknown = (overrides as unknown) === UNKNOWN;
  return !isUnknown && isDeepStrictEqual(live, overrides.live) && baseUrl === undefined;
}

/** Whether something changes that read and delete, which see nothing but state, go by. */
export function changesForState(olds: FleetState, news: FleetInputs, baseUrl: string | undefined): boolean {
  return (
    (baseUrl !== undefined && baseUrl !== normalBaseUrl(olds.baseUrl)) ||
    news.token !== olds.token ||
    !sameTokens(news.tokens, olds.tokens) ||
    onDestroyOf(news.onDestroy, false) !== onDestroyOf(olds.onDestroy, false)
  );
}

/** Whether the instances of a fleet are not known yet, in a preview. */
export function hasUnknownInstances(news: FleetInputs): boolean {
  return (news.instances as unknown) === UNKNOWN;
}

// By key: maps arrive from the engine in any order.
function sameTokens(a: FleetInputs["tokens"] = {}, b: FleetInputs["tokens"] = {}): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => getOwn(b, id) === a[id]);
}
