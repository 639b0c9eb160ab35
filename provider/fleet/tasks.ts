import { isAbsent } from "../api/failure";
import { droppedWarning, isUnreachable, Unsettled } from "../webhook/failure";
import type { Log } from "../webhook/log";
import { createAndSettle, destroy, updateAndSettle } from "../webhook/reconcile";
import type { Operation } from "../webhook/session";
import type { OnDestroy, WebhookInputs } from "../webhook/types";
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
  { create, settle, recover, destroy: leaving }: FleetPlan,
  baseUrl: string,
  removal: Removal,
  { settled, webhookIds, there }: Known,
): MemberTask[] {
  const task = (member: WebhookInputs, run: MemberTask["run"]): MemberTask => ({ member, baseUrl, run });
  const createMember = async (operation: Operation, member: WebhookInputs) => {
    const { instanceId } = member;
    try {
      const { webhookId } = await createAndSettle(operation, member);
      webhookIds.set(instanceId, webhookId);
      settled.add(instanceId);
    } catch (error) {
      if (error instanceof Unsettled) webhookIds.set(instanceId, error.webhookId);
      throw error;
    }
  };
  const settleMember = async (operation: Operation, member: WebhookInputs, webhookId: string) => {
    const { instanceId } = member;
    try {
      await updateAndSettle(operation, webhookId, member);
      there.add(instanceId);
      settled.add(instanceId);
    } catch (error) {
      if (error instanceof Unsettled) there.add(instanceId);
      throw error;
    }
  };
  const recoverMember = async (operation: Operation, member: WebhookInputs, webhookId: string) => {
    try {
      await settleMember(operation, member, webhookId);
    } catch (error) {
      // Writes tell what is gone; reads may lag behind.
      if (!isGone(error)) throw error;
      webhookIds.delete(member.instanceId);
      await createMember(operation, member);
    }
  };
  const removeMember = (member: LeavingMember) => {
    const { run, passOver, ...rest } = destroyTask(member, removal);
    const drop = () => webhookIds.delete(member.member.instanceId);
    return {
      ...rest,
      run: async (operation: Operation) => {
        await run(operation);
        drop();
      },
      passOver: (error: unknown) => (passOver?.(error) ?? false) && drop(),
    };
  };
  return [
    ...create.map((member) => task(member, (operation) => createMember(operation, member))),
    ...settle.map(({ member, webhookId }) => task(member, (op) => settleMember(op, member, webhookId))),
    ...recover.map(({ member, webhookId }) => task(member, (op) => recoverMember(op, member, webhookId))),
    ...leaving.map(removeMember),
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
  /** Not `retain`, which takes no request. */
  readonly onDestroy: OnDestroy;
  /**
   * Tokens that are configured, by instance id: they count before the one that a member was last declared with, which
   * nobody can change any more.
   */
  readonly tokens: ReadonlyMap<string, string>;
  /** `codechat:deleteUnreachable`. */
  readonly deleteUnreachable: boolean;
  /** Gets the warnings of members that are dropped because they cannot be reached. */
  readonly log: Log;
}

/** Deletes or disables the live webhook of a member. */
export function destroyTask(
  { member, webhookId, baseUrl, settled }: LeavingMember,
  { onDestroy, tokens, deleteUnreachable, log }: Removal,
): MemberTask {
  const { instanceId } = member;
  const token = tokens.get(instanceId) ?? member.token;
  return {
    member: { ...member, ...(token !== undefined && { token }) },
    baseUrl,
    run: async (operation) => {
      // Disabling says name and url again; where they may be others than state knows, they stay as they are.
      const live = settled || onDestroy !== "disable" ? member : await operation.api.get(webhookId);
      if (live)
        await destroy(operation, { name: live.name, url: live.url, instanceId, webhookId }, onDestroy);
    },
    passOver: (error) => {
      if (!(deleteUnreachable && isUnreachable(error))) return false;
      log(droppedWarning({ ...member, webhookId }, error));
      return true;
    },
  };
}
