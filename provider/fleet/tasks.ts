import { isAbsent } from "../api/failure";
import { createAndSettle, destroy, updateAndSettle } from "../webhook/reconcile";
import type { Operation } from "../webhook/session";
import type { OnDestroy } from "../webhook/types";
import type { Member } from "./members";
import { type FleetPlan, type LeavingMember, membersIn } from "./plan";
import type { FoundMember } from "./state";
import type { FleetState } from "./types";
import type { MemberTask } from "./work";

/** What an operation knows of its members, kept up to date while it goes on. */
export interface Known {
  /** Instance ids of the members that are as declared. */
  readonly settled: Set<string>;
  /** Live webhooks by instance id. */
  readonly webhookIds: Map<string, string>;
  /** Instance ids of the members whose webhooks the declared server is known to have. */
  readonly there: Set<string>;
}

/**
 * What an update does, member by member.
 *
 * @param baseUrl the server that the fleet is declared on.
 */
export function tasksOf(
  { create, settle, recover, destroy: removed }: FleetPlan,
  baseUrl: string,
  removal: Removal,
  { settled, webhookIds, there }: Known,
): MemberTask[] {
  const createMember = async (operation: Operation, member: Member) => {
    const { instanceId } = member;
    await createAndSettle(operation, member, (webhookId) => webhookIds.set(instanceId, webhookId));
    settled.add(instanceId);
  };
  const settleMember = async (operation: Operation, member: Member, webhookId: string) => {
    await updateAndSettle(operation, webhookId, member, () => there.add(member.instanceId));
    settled.add(member.instanceId);
  };
  return [
    ...create.map((member) => ({
      member,
      baseUrl,
      run: (operation: Operation) => createMember(operation, member),
    })),
    ...settle.map(({ member, webhookId }) => ({
      member,
      baseUrl,
      run: (operation: Operation) => settleMember(operation, member, webhookId),
    })),
    ...recover.map(({ member, webhookId }) => ({
      member,
      baseUrl,
      run: async (operation: Operation) => {
        try {
          await settleMember(operation, member, webhookId);
        } catch (error) {
          // Writes tell what is gone; reads may lag behind.
          if (!isGone(error)) throw error;
          webhookIds.delete(member.instanceId);
          await createMember(operation, member);
        }
      },
    })),
    ...removed.map((leaving) => {
      const { run, ...task } = destroyTask(leaving, removal);
      const remove = async (operation: Operation) => {
        await run(operation);
        webhookIds.delete(leaving.member.instanceId);
      };
      return { ...task, run: remove };
    }),
  ];
}

function isGone(error: unknown): boolean {
  return isAbsent(error) && error.call.method === "PUT";
}

/**
 * Looks at the live webhook of every settled member; what an earlier run left is for the next update.
 *
 * @param found gets what was found, by instance id.
 */
export function readTasksOf(state: FleetState, found: Map<string, FoundMember>): MemberTask[] {
  const settled = membersIn(state).filter((member) => member.settled);
  return settled.map(({ member, webhookId, baseUrl }) => ({
    member,
    baseUrl,
    run: async ({ api }) => {
      found.set(member.instanceId, { member, live: await api.get(webhookId) });
    },
  }));
}

/** What becomes of members that leave a fleet. */
export interface Removal {
  readonly onDestroy: OnDestroy;
  /**
   * Tokens that are configured, by instance id: they count before the one that a member was last declared with, which
   * nobody can change any more.
   */
  readonly tokens: ReadonlyMap<string, string>;
}

/** Deletes, disables or keeps the live webhook of a member. */
export function destroyTask(
  { member, webhookId, baseUrl, settled }: LeavingMember,
  { onDestroy, tokens }: Removal,
): MemberTask {
  const run = async (operation: Operation) => {
    // Disabling says name and url again; where they may be others than state knows, they stay as they are.
    const live = settled || onDestroy !== "disable" ? member : await operation.api.get(webhookId);
    const { instanceId } = member;
    if (live) await destroy(operation, { name: live.name, url: live.url, instanceId, webhookId }, onDestroy);
  };
  return { member: { ...member, token: tokens.get(member.instanceId) ?? member.token }, baseUrl, run };
}
