import { isDeepStrictEqual } from "node:util";
import { getOwn } from "../api/map";
import { normalBaseUrl } from "../config/values";
import { onDestroyOf } from "../webhook/state";
import type { WebhookInputs } from "../webhook/types";
import { UNKNOWN } from "../webhook/unknown";
import { memberOf, sameMember } from "./members";
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

/** Compares a fleet with its state, member by member. Pure. */
export function planFleet(olds: FleetState, news: FleetInputs, baseUrl: string | undefined): FleetPlan {
  const plan = {
    create: [] as WebhookInputs[],
    settle: [] as LiveMember[],
    recover: [] as LiveMember[],
    destroy: membersIn({ ...olds, ...(news.token !== undefined && { token: news.token }) }).filter(
      ({ member }) => !getOwn(news.instances, member.instanceId),
    ),
    keep: [] as LiveMember[],
  };
  const server = normalBaseUrl(olds.baseUrl);
  for (const [instanceId, overrides] of Object.entries(news.instances)) {
    const member = memberOf(news, instanceId, overrides);
    const webhookId = getOwn(olds.webhookIds, instanceId);
    const old = getOwn(olds.instances, instanceId);
    if (webhookId === undefined) {
      plan.create.push(member);
      continue;
    }
    const live = { member, webhookId, baseUrl: old?.baseUrl ?? server };
    const moves = baseUrl !== undefined && baseUrl !== live.baseUrl;
    // A server that does not have it is an error where it is to move there, not a reason to create it anew.
    if (moves) plan.settle.push(live);
    else if (!old || old.removed) plan.recover.push(live);
    else if (isChanged(olds, old, member, overrides)) plan.settle.push(live);
    else plan.keep.push(live);
  }
  return plan;
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

function isChanged(
  olds: FleetState,
  old: MemberState,
  member: WebhookInputs,
  overrides: MemberState,
): boolean {
  const unknown = (overrides as unknown) === UNKNOWN;
  // What was found live is ignored where the program has the state's own members in the place of its own.
  const asLeft = isDeepStrictEqual(old.live, overrides.live) && old.baseUrl === undefined;
  return unknown || !asLeft || !sameMember(memberOf(olds, member.instanceId, old), member);
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
