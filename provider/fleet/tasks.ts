import { createAndSettle, destroy, updateAndSettle } from "../webhook/reconcile";
import type { Operation } from "../webhook/run";
import type { OnDestroy } from "../webhook/types";
import type { Member } from "./members";
import type { FleetPlan } from "./plan";
import type { MemberTask } from "./work";

/**
 * What an update does, member by member.
 *
 * @param baseUrl the server that the fleet is declared on.
 * @param from where members that are no longer declared live, and what happens to them.
 * @param settled gets the instance ids of the members that are as declared.
 * @param webhookIds is kept up to date as webhooks come and go.
 */
export function tasksOf(
  { create, settle, recover, destroy: removed }: FleetPlan,
  baseUrl: string,
  from: { readonly baseUrl: string; readonly onDestroy: OnDestroy },
  settled: Set<string>,
  webhookIds: Map<string, string>,
): MemberTask[] {
  const createMember = async (operation: Operation, member: Member) => {
    const { instanceId } = member;
    await createAndSettle(operation, member, (webhookId) => webhookIds.set(instanceId, webhookId));
    settled.add(instanceId);
  };
  const settleMember = async (operation: Operation, member: Member, webhookId: string) => {
    await updateAndSettle(operation, webhookId, member);
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
        if (await operation.api.get(webhookId)) return settleMember(operation, member, webhookId);
        webhookIds.delete(member.instanceId);
        return createMember(operation, member);
      },
    })),
    ...removed.map(({ member, webhookId }) => ({
      member,
      baseUrl: from.baseUrl,
      run: async (operation: Operation) => {
        await destroy(operation, { ...member, webhookId }, from.onDestroy);
        webhookIds.delete(member.instanceId);
      },
    })),
  ];
}
