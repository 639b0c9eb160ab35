import { randomUUID } from "node:crypto";
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { joinAtMost } from "../api/join";
import { resolveBaseUrl } from "../config/connection";
import { InitializationFailure, OperationFailure, type OperationName } from "../webhook/failure";
import { type Bag, withoutHidden } from "../webhook/hidden";
import type { Session } from "../webhook/session";
import { onDestroyOf } from "../webhook/state";
import { hasUnknown, UNKNOWN } from "../webhook/unknown";
import { missingForMembers } from "./connection";
import { describeFailures } from "./failures";
import { checkFleetInputs, limitFailures } from "./inputs";
import { memberOf } from "./members";
import { changesForState, hasUnknownInstances, membersIn, planFleet } from "./plan";
import { type FoundMember, fleetInputsOf, fleetStateOf, refreshedFleetState } from "./state";
import { destroyTask, readTasksOf, tasksOf } from "./tasks";
import type { FleetInputs, FleetState } from "./types";
import { type MemberTask, workOnMembers } from "./work";

const NOTHING_IN_STATE =
  "nothing new is in state; the next `pulumi up` looks for each webhook with its name and url before it creates one";
const AS_BEFORE = "nothing was changed, neither live nor in state";
const STILL_IN_STATE =
  "all members are still in state; the next `pulumi destroy`, or `pulumi up` without the fleet in the program, tries again; `pulumi up --refresh` brings back those that are gone";
const PARTLY_IN_STATE =
  "state knows every member that has a webhook; the next `pulumi up` works on the failed ones alone";

/** This many members that an earlier run left are named in a preview. */
const MAX_NAMED_MEMBERS = 100;

/**
 * The lifecycle of a `WebhookFleet`, in the order in which the engine calls it. Each member goes
 * through the reconciler of a single webhook.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class FleetProvider implements dynamic.ResourceProvider {
  readonly #session: Session;

  /** @param session what all resources of the run share. */
  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#session.configure((key) => config.get(key));
  }

  /** Checks a fleet and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<FleetInputs>): Promise<dynamic.CheckResult> {
    const { __owner = news.name, __refusal, ...given } = news;
    const { inputs, failures } = checkFleetInputs(given);
    const { settings } = this.#session;
    const areKnown = failures.length === 0 && !hasUnknownInstances(inputs);
    const missing = areKnown ? missingForMembers(settings, inputs) : [];
    const reasons = [...failures, ...settings.problems, ...missing];
    if (__refusal !== undefined && __refusal !== UNKNOWN) reasons.push(__refusal);
    if (areKnown && reasons.length === 0) reasons.push(...this.#declareMembers(__owner, inputs));
    return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
  }

  /** Says what an update would change. Pure. */
  async diff(_id: string, olds: Bag<FleetState>, news: Bag<FleetInputs>): Promise<dynamic.DiffResult> {
    if (hasUnknownInstances(news)) return { changes: true };
    const { owners, log } = this.#session;
    const baseUrl = this.#baseUrl(news);
    const { create, settle, recover, destroy } = planFleet(olds, news, baseUrl, owners);
    // The engine's preview shows what is declared otherwise than last time, which these are not.
    const left = [...recover, ...destroy.filter(({ settled }) => !settled)];
    if (left.length > 0) {
      const ids = left.map(({ member }) => member.instanceId).sort();
      log(`fleet "${news.name}": left from the last run: ${joinAtMost(ids, MAX_NAMED_MEMBERS)}`);
    }
    const known = settle.length + destroy.length > 0 || changesForState(olds, news, baseUrl);
    // The engine obeys `replaceOnChanges` where it compares the inputs itself. They show neither a configured server
    // nor what an earlier run left, which may also be a member without a webhook.
    const isMoved =
      settle.some((live) => live.baseUrl !== olds.baseUrl) || (baseUrl ?? olds.baseUrl) !== olds.baseUrl;
    const isShown = known && left.length === 0 && (!isMoved || news.baseUrl !== undefined);
    return isShown ? {} : { changes: known || create.length + recover.length > 0 };
  }

  /** Finds or creates the webhook of every member, and settles it. */
  async create(inputs: Bag<FleetInputs>): Promise<dynamic.CreateResult<FleetState>> {
    const id = randomUUID();
    const nothing: FleetState = { ...inputs, instances: {}, webhookIds: {}, baseUrl: "" };
    return { id, outs: await this.#apply("create", id, inputs, nothing) };
  }

  /** Looks at the live webhook of every member: drifted ones say how they differ, gone ones are missing. */
  async read(id: string, state: Bag<FleetState>): Promise<dynamic.ReadResult<FleetState>> {
    const found = new Map<string, FoundMember>();
    const tasks = readTasksOf(this.#session, state, found);
    const failure = await this.#work("read", state, tasks, () => AS_BEFORE);
    if (failure) throw failure;
    const refreshed = refreshedFleetState(state, found);
    return { id, props: refreshed, inputs: fleetInputsOf(refreshed) as FleetState };
  }

  /** Creates, settles and destroys members, those alone that differ. */
  async update(
    id: string,
    olds: Bag<FleetState>,
    news: Bag<FleetInputs>,
  ): Promise<dynamic.UpdateResult<FleetState>> {
    return { outs: await this.#apply("update", id, news, olds) };
  }

  /** Deletes, disables or keeps the live webhook of every member, as `onDestroy` says. */
  async delete(_id: string, state: Bag<FleetState>): Promise<void> {
    const onDestroy = onDestroyOf(state.onDestroy, false);
    const tasks = membersIn(state).map((member) => destroyTask(this.#session, member, onDestroy));
    const failure = await this.#work("delete", state, tasks, () => STILL_IN_STATE);
    if (failure) throw failure;
  }

  async #apply(
    operation: "create" | "update",
    id: string,
    news: Bag<FleetInputs>,
    olds: FleetState,
  ): Promise<FleetState> {
    const baseUrl = this.#baseUrl(news) ?? "";
    const plan = planFleet(olds, news, baseUrl, this.#session.owners);
    const settled = new Set(plan.keep.map(({ member }) => member.instanceId));
    const live = [...plan.keep, ...plan.settle, ...plan.recover, ...plan.destroy];
    const webhookIds = new Map(live.map(({ member, webhookId }) => [member.instanceId, webhookId]));
    const there = new Set<string>();
    const onDestroy = onDestroyOf(news.onDestroy, false);
    const tasks = tasksOf(this.#session, plan, baseUrl, onDestroy, { settled, webhookIds, there });
    const isNew = () => operation === "create" && webhookIds.size === 0;
    const now = () => (isNew() ? NOTHING_IN_STATE : PARTLY_IN_STATE);
    const failure = await this.#work(operation, news, tasks, now);
    if (failure && isNew()) throw failure;
    const state = fleetStateOf(withoutHidden(news), baseUrl, {
      settled,
      webhookIds,
      removed: plan.destroy.filter(({ member }) => webhookIds.has(member.instanceId)),
      notMoved: plan.settle.filter((live) => live.baseUrl !== baseUrl && !there.has(live.member.instanceId)),
    });
    if (!failure) return state;
    const properties = { ...state, __provider: news.__provider };
    throw new InitializationFailure(id, properties, failure.message, { cause: failure });
  }

  /** @returns the failure of the operation, where members have failed. */
  async #work(
    operation: OperationName,
    fleet: FleetInputs,
    tasks: readonly MemberTask[],
    now: () => string,
  ): Promise<OperationFailure | undefined> {
    const name = `fleet "${fleet.name}"`;
    const failures = await workOnMembers(this.#session, `${name}: ${operation}`, tasks);
    if (failures.length === 0) return undefined;
    const what = `could not ${operation} ${name}`;
    return new OperationFailure(describeFailures(operation, what, tasks.length, failures, now()));
  }

  /** @returns why members are refused beside others of the program. */
  #declareMembers(fleet: string, inputs: FleetInputs): string[] {
    const { owners } = this.#session;
    const baseUrl = this.#baseUrl(inputs);
    if (baseUrl === undefined || hasUnknown([inputs.name, inputs.url, baseUrl, fleet])) return [];
    const reasons = Object.entries(inputs.instances).flatMap(([instanceId, overrides]) => {
      const member = memberOf(inputs, instanceId, overrides);
      if (hasUnknown([member.name, member.url])) return [];
      const refusal = owners.declare(`WebhookFleet "${fleet}", member ${instanceId},`, {
        baseUrl,
        inputs: member,
      });
      return refusal ? [`instances.${instanceId}: ${refusal.message}; ${refusal.next}`] : [];
    });
    return limitFailures(reasons);
  }

  #baseUrl(fleet: FleetInputs): string | undefined {
    return resolveBaseUrl(this.#session.settings, { ...fleet, instanceId: "" });
  }
}
