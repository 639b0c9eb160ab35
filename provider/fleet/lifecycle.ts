import { randomUUID } from "node:crypto";
import type {
  CheckResult,
  ConfigureRequest,
  CreateResult,
  DiffResult,
  ReadResult,
  ResourceProvider,
  UpdateResult,
} from "@pulumi/pulumi/dynamic";
import { joinAtMost } from "../api/join";
import { getOwn } from "../api/map";
import { resolveBaseUrl } from "../config/connection";
import { InitializationFailure, OperationFailure, type OperationName } from "../webhook/failure";
import { type HiddenInputs, withoutHidden } from "../webhook/hidden";
import { type Log, logThroughEngine } from "../webhook/log";
import type { Session } from "../webhook/session";
import { onDestroyOf } from "../webhook/state";
import { hasUnknown, UNKNOWN } from "../webhook/unknown";
import { missingForMembers } from "./connection";
import { describeFailures, type MemberFailure } from "./failures";
import { checkFleetInputs, limitFailures } from "./inputs";
import { memberOf } from "./members";
import { changesForState, hasUnknownInstances, membersIn, planFleet } from "./plan";
import { type FoundMember, fleetInputsOf, fleetStateOf, refreshedFleetState } from "./state";
import { destroyTask, type Removal, readTasksOf, tasksOf } from "./tasks";
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

/** Inputs and outputs as the engine's launcher passes them. */
type Bag<T> = T & HiddenInputs;

/**
 * The lifecycle of a `WebhookFleet`, in the order in which the engine calls it. Each member goes
 * through the reconciler of a single webhook.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class FleetProvider implements ResourceProvider {
  readonly #session: Session;
  readonly #log: Log;

  /**
   * @param session what all resources of the run share.
   * @param log gets what is said while work goes on.
   */
  constructor(session: Session, log: Log = logThroughEngine) {
    this.#session = session;
    this.#log = log;
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: ConfigureRequest): Promise<void> {
    this.#session.configure((key) => config.get(key));
  }

  /** Checks a fleet and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<FleetInputs>): Promise<CheckResult> {
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
  async diff(_id: string, olds: Bag<FleetState>, news: Bag<FleetInputs>): Promise<DiffResult> {
    if (hasUnknownInstances(news)) return { changes: true };
    const baseUrl = resolveBaseUrl(this.#session.settings, { ...news, instanceId: "" });
    const { create, settle, recover, destroy } = planFleet(
      this.#ownState(olds, news, baseUrl),
      news,
      baseUrl,
    );
    // The engine's preview shows what is declared otherwise than last time, which these are not.
    const left = [...recover, ...destroy.filter(({ settled }) => !settled)];
    if (left.length > 0) {
      const ids = left.map(({ member }) => member.instanceId).sort();
      this.#log(`fleet "${news.name}": left from the last run: ${joinAtMost(ids, MAX_NAMED_MEMBERS)}`);
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
  async create(inputs: Bag<FleetInputs>): Promise<CreateResult<FleetState>> {
    const id = randomUUID();
    const outs = await this.#apply("create", id, inputs, EMPTY_STATE);
    return { id, outs };
  }

  /** Looks at the live webhook of every member: drifted ones say how they differ, gone ones are missing. */
  async read(id: string, state: Bag<FleetState>): Promise<ReadResult<FleetState>> {
    const found = new Map<string, FoundMember>();
    const tasks = readTasksOf(state, found);
    const failures = await this.#work("read", state, tasks);
    if (failures.length > 0) throw this.#failure("read", state, tasks.length, failures, AS_BEFORE);
    const refreshed = refreshedFleetState(state, found);
    return { id, props: refreshed, inputs: fleetInputsOf(refreshed) as FleetState };
  }

  /** Creates, settles and destroys members, those alone that differ. */
  async update(id: string, olds: Bag<FleetState>, news: Bag<FleetInputs>): Promise<UpdateResult<FleetState>> {
    return { outs: await this.#apply("update", id, news, olds) };
  }

  /** Deletes, disables or keeps the live webhook of every member, as `onDestroy` says. */
  async delete(_id: string, state: Bag<FleetState>): Promise<void> {
    const removal = this.#removal(state);
    if (removal.onDestroy === "retain") return;
    const tasks = membersIn(state).map((member) => destroyTask(member, removal));
    const failures = await this.#work("delete", state, tasks);
    if (failures.length === 0) return;
    throw this.#failure("delete", state, tasks.length, failures, STILL_IN_STATE);
  }

  async #apply(
    operation: "create" | "update",
    id: string,
    news: Bag<FleetInputs>,
    before: FleetState,
  ): Promise<FleetState> {
    const baseUrl = resolveBaseUrl(this.#session.settings, { ...news, instanceId: "" }) ?? "";
    const olds = this.#ownState(before, news, baseUrl);
    const plan = planFleet(olds, news, baseUrl);
    const settled = new Set(plan.keep.map(({ member }) => member.instanceId));
    const webhookIds = new Map(Object.entries(olds.webhookIds));
    const there = new Set<string>();
    const removal = this.#removal(news);
    // What is retained takes no request, and so neither server nor token.
    const leaving = removal.onDestroy === "retain" ? [] : plan.destroy;
    if (leaving.length === 0) for (const { member } of plan.destroy) webhookIds.delete(member.instanceId);
    const tasks = tasksOf({ ...plan, destroy: leaving }, baseUrl, removal, {
      settled,
      webhookIds,
      there,
    });
    const failures = await this.#work(operation, news, tasks);
    const state = fleetStateOf(withoutHidden(news), baseUrl, {
      settled,
      webhookIds,
      removed: plan.destroy.filter(({ member }) => webhookIds.has(member.instanceId)),
      notMoved: plan.settle.filter((live) => live.baseUrl !== baseUrl && !there.has(live.member.instanceId)),
    });
    if (failures.length === 0) return state;
    const isNew = operation === "create" && webhookIds.size === 0;
    const now = isNew ? NOTHING_IN_STATE : PARTLY_IN_STATE;
    const error = this.#failure(operation, news, tasks.length, failures, now);
    if (isNew) throw error;
    throw new InitializationFailure(id, { ...state, __provider: news.__provider }, error.message, {
      cause: error,
    });
  }

  #work(operation: string, fleet: FleetInputs, tasks: readonly MemberTask[]): Promise<MemberFailure[]> {
    return workOnMembers(this.#session, this.#log, `fleet "${fleet.name}": ${operation}`, tasks);
  }

  #failure(
    operation: OperationName,
    fleet: FleetInputs,
    total: number,
    failures: readonly MemberFailure[],
    now: string,
  ): OperationFailure {
    return new OperationFailure(
      describeFailures(operation, `could not ${operation} fleet "${fleet.name}"`, total, failures, now),
    );
  }

  /** @returns why members are refused beside others of the program. */
  #declareMembers(fleet: string, inputs: FleetInputs): string[] {
    const { owners, settings } = this.#session;
    const baseUrl = resolveBaseUrl(settings, { ...inputs, instanceId: "" });
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

  /** State without the webhooks of members that another resource has taken over in this run. */
  #ownState(olds: FleetState, news: FleetInputs, baseUrl = ""): FleetState {
    const taken = membersIn(olds).filter(({ member: inState, webhookId, baseUrl: server }) => {
      const { instanceId } = inState;
      const overrides = getOwn(news.instances, instanceId);
      if (!overrides) return false;
      const inputs = memberOf(news, instanceId, overrides);
      const webhook = { baseUrl: server, instanceId, webhookId };
      return !this.#session.owners.goOn({ baseUrl, inputs }, webhook, inState);
    });
    if (taken.length === 0) return olds;
    const takenIds = new Set(taken.map(({ member }) => member.instanceId));
    const webhookIds = Object.entries(olds.webhookIds).filter(([instanceId]) => !takenIds.has(instanceId));
    return { ...olds, webhookIds: Object.fromEntries(webhookIds) };
  }

  #removal({ onDestroy }: FleetInputs): Removal {
    const { tokens, deleteUnreachable } = this.#session.settings;
    return { onDestroy: onDestroyOf(onDestroy, false), tokens, deleteUnreachable, log: this.#log };
  }
}

const EMPTY_STATE: FleetState = {
  instances: {},
  webhookIds: {},
  name: "",
  url: "",
  enabled: true,
  events: {},
  otherEvents: "leave",
  baseUrl: "",
};
