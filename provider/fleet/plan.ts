import { onDestroyOf } from "../webhook/state";
import { UNKNOWN } from "../webhook/unknown";
import { type Member, memberOf, sameMember } from "./members";
import type { FleetInputs, FleetState } from "./types";

/** A member that has, or had, a live webhook. */
export interface LiveMember {
  readonly member: Member;
  readonly webhookId: string;
}

/** What an update does with each member. */
export interface FleetPlan {
  /** Members without a live webhook. */
  readonly create: readonly Member[];
  /** Members whose declaration changed, or that drifted. */
  readonly settle: readonly LiveMember[];
  /** Members that an earlier run left unsettled, or that were found gone: whether the webhook exists is to be seen. */
  readonly recover: readonly LiveMember[];
  /** Members that are no longer declared. */
  readonly destroy: readonly LiveMember[];
  /** Members that are as declared. */
  readonly keep: readonly LiveMember[];
}

/** Compares a fleet with its state, member by member. Pure. */
export function planFleet(olds: FleetState, news: FleetInputs, baseUrl: string | undefined): FleetPlan {
  const plan = { create: [], settle: [], recover: [], destroy: [], keep: [] } as {
    [Part in keyof FleetPlan]: FleetPlan[Part][number][] & FleetPlan[Part];
  };
  const moved = baseUrl !== undefined && baseUrl !== olds.baseUrl;
  for (const [instanceId, overrides] of Object.entries(news.instances)) {
    const member = memberOf(news, instanceId, overrides);
    const webhookId = own(olds.webhookIds, instanceId);
    const old = own(olds.instances, instanceId);
    if (webhookId === undefined) plan.create.push(member);
    else if (!old) plan.recover.push({ member, webhookId });
    else if (moved || old.live || !sameMember(memberOf(olds, instanceId, old), member)) {
      plan.settle.push({ member, webhookId });
    } else plan.keep.push({ member, webhookId });
  }
  for (const [instanceId, webhookId] of Object.entries(olds.webhookIds)) {
    if (own(news.instances, instanceId)) continue;
    plan.destroy.push({ member: memberOf(olds, instanceId, own(olds.instances, instanceId)), webhookId });
  }
  return plan;
}

/** Whether something changes that read and delete, which see nothing but state, go by. */
export function changesForState(olds: FleetState, news: FleetInputs, baseUrl: string | undefined): boolean {
  return (
    (baseUrl !== undefined && baseUrl !== olds.baseUrl) ||
    news.token !== olds.token ||
    JSON.stringify(news.tokens) !== JSON.stringify(olds.tokens) ||
    onDestroyOf(news.onDestroy, false) !== onDestroyOf(olds.onDestroy, false)
  );
}

/** Whether the instances of a fleet are not known yet, in a preview. */
export function hasUnknownInstances(news: FleetInputs): boolean {
  return (news.instances as unknown) === UNKNOWN;
}

// An instance may be called like a member of every object.
function own<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
