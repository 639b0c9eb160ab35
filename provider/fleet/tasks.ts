import { isAbsent } from "../api/failure";
import type { LiveWebhook } from "../api/wire";
import { Unsettled } from "../webhook/failure";
import { createAndSettle, destroy, updateAndSettle } from "../webhook/reconcile";
import type { Operation, Session } from "../webhook/session";
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
 * @param onDestroy what becomes of members that leave.
 */
export function tasksOf(
  session: Session,
  plan: FleetPlan,
  baseUrl: string,
  onDestroy: OnDestroy,
  { settled, webhookIds, there }: Known,
): MemberTask[] {
  const settleWith = async ({ instanceId }: WebhookInputs, reconcile: () => Promise<LiveWebhook>) => {
    const exists = (webhookId: string) => {
      webhookIds.set(instanceId, webhookId);
      there.add(instanceId);
    };
    try {
      exists((await reconcile()).webhookId);
      settled.add(instanceId);
    } catch (error) {
      if (error instanceof Unsettled) exists(error.webhookId);
      throw error;
    }
  };
  const create = (operation: Operation, member: WebhookInputs) =>
    settleWith(member, () => createAndSettle(operation, member));
  const settle = (operation: Operation, member: WebhookInputs, webhookId: string) =>
    settleWith(member, () => updateAndSettle(operation, webhookId, member));
  const recover = async (operation: Operation, member: WebhookInputs, webhookId: string) => {
    try {
      await settle(operation, member, webhookId);
    } catch (error) {
      if (!isAbsent(error)) throw error;
      webhookIds.delete(member.instanceId);
      await create(operation, member);
    }
  };
  const task = (member: WebhookInputs, work: (operation: Operation) => Promise<void>): MemberTask => ({
    instanceId: member.instanceId,
    run: () => session.operation({ ...member, baseUrl }, work),
  });
  return [
    ...plan.create.map((member) => task(member, (op) => create(op, member))),
    ...plan.settle.map(({ member, webhookId }) => task(member, (op) => settle(op, member, webhookId))),
    ...plan.recover.map(({ member, webhookId }) => task(member, (op) => recover(op, member, webhookId))),
    ...plan.destroy.map((member) =>
      destroyTask(session, member, onDestroy, (instanceId) => webhookIds.delete(instanceId)),
    ),
  ];
}

/**
 * Looks at the live webhook of every settled member; what an earlier run left is for the next update.
 *
 * @param found gets what was found, by instance id.
 */
export function readTasksOf(
  session: Session,
  state: FleetState,
  found: Map<string, FoundMember>,
): MemberTask[] {
  const settled = membersIn(state).filter((member) => member.settled);
  return settled.map(({ member, webhookId, baseUrl }) => ({
    instanceId: member.instanceId,
    run: () =>
      session.operation({ ...member, baseUrl }, async ({ api }) => {
        found.set(member.instanceId, { member, live: await api.get(webhookId) });
      }),
  }));
}

/**
 * Deletes, disables or keeps the live webhook of a member.
 *
 * @param destroyed is told the instance id when that is done.
 */
export function destroyTask(
  session: Session,
  { member, webhookId, baseUrl, settled }: LeavingMember,
  onDestroy: OnDestroy,
  destroyed: (instanceId: string) => void = () => {},
): MemberTask {
  const { instanceId } = member;
  // A configured token counts before the one that it was last declared with, which nobody can change any more.
  const token = session.settings.tokens.get(instanceId) ?? member.token;
  const inState = { ...member, token, webhookId, baseUrl, settled };
  return { instanceId, run: () => destroy(session, inState, onDestroy).then(() => destroyed(instanceId)) };
}
