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
import type { LiveWebhook } from "../api/wire";
import { connectionFailures, resolveBaseUrl } from "../config/connection";
import { InitializationFailure, OperationFailure } from "../webhook/failure";
import { destroy } from "../webhook/reconcile";
import type { Run } from "../webhook/run";
import { onDestroyOf } from "../webhook/state";
import { describeFailures, type MemberFailure } from "./failures";
import { checkFleetInputs } from "./inputs";
import { type Member, memberOf } from "./members";
import { changesForState, hasUnknownInstances, planFleet } from "./plan";
import { fleetInputsOf, fleetStateOf, refreshedFleetState } from "./state";
import { tasksOf } from "./tasks";
import type { FleetInputs, FleetState } from "./types";
import { type MemberTask, workOnMembers } from "./work";

const PARTLY_IN_STATE =
  "state knows every member that has a webhook; the next `pulumi up` works on the failed ones alone";

/** Inputs and outputs as the engine's launcher passes them: with the line that loads the provider. */
type Bag<T> = T & { readonly __provider: string };

/**
 * The lifecycle of a `WebhookFleet`, in the order in which the engine calls it. Each member goes
 * through the reconciler of a single webhook.
 *
 * @see ResourceProvider in `@pulumi/pulumi/dynamic`.
 */
export class FleetProvider implements ResourceProvider {
  readonly #run: Run;

  /** @param run what all resources of the run share. */
  constructor(run: Run) {
    this.#run = run;
  }

  /** Takes over the stack's configuration. What is wrong with it is reported by `check`. */
  async configure({ config }: ConfigureRequest): Promise<void> {
    this.#run.configure((key) => config.get(key));
  }

  /** Checks a fleet and brings it into canonical form; reports everything that is wrong at once. */
  async check(_olds: unknown, news: Bag<FleetInputs>): Promise<CheckResult> {
    const { inputs, failures } = checkFleetInputs(news);
    const reasons = failures.length > 0 ? failures : this.#connectionFailures(inputs);
    if (reasons.length === 0) this.#declareMembers(inputs);
    return { inputs, failures: reasons.map((reason) => ({ property: "", reason })) };
  }

  /** Says what an update would change. Pure. */
  async diff(_id: string, olds: Bag<FleetState>, news: Bag<FleetInputs>): Promise<DiffResult> {
    if (hasUnknownInstances(news)) return { changes: true };
    const baseUrl = resolveBaseUrl(this.#run.settings, { ...news, instanceId: "" });
    const { create, settle, recover, destroy, keep } = planFleet(olds, news, baseUrl);
    for (const { member, webhookId } of [...keep, ...settle, ...recover]) {
      const { instanceId } = member;
      const overrides = Object.hasOwn(olds.instances, instanceId) ? olds.instances[instanceId] : {};
      const was = memberOf(olds, instanceId, overrides);
      this.#run.claims.want({ baseUrl: olds.baseUrl, instanceId, webhookId }, was, member);
    }
    const members = create.length + settle.length + recover.length + destroy.length;
    return { changes: members > 0 || changesForState(olds, news, baseUrl) };
  }

  /** Finds or creates the webhook of every member, and settles it. */
  async create(inputs: Bag<FleetInputs>): Promise<CreateResult<FleetState>> {
    const id = randomUUID();
    const outs = await this.#apply("create", id, inputs, EMPTY_STATE);
    return { id, outs };
  }

  /** Looks at the live webhook of every member: drifted ones say how they differ, gone ones are missing. */
  async read(id: string, state: Bag<FleetState>): Promise<ReadResult<FleetState>> {
    const found = new Map<string, { member: Member; live: LiveWebhook | undefined }>();
    const tasks = Object.entries(state.webhookIds).flatMap(([instanceId, webhookId]): MemberTask[] => {
      if (!Object.hasOwn(state.instances, instanceId)) return [];
      const member = memberOf(state, instanceId, state.instances[instanceId]);
      const { baseUrl } = state;
      return [
        {
          member,
          baseUrl,
          run: async ({ api }) => void found.set(instanceId, { member, live: await api.get(webhookId) }),
        },
      ];
    });
    const failures = await this.#work("read", state, tasks);
    if (failures.length > 0) {
      throw this.#failure(
        "read",
        state,
        tasks.length,
        failures,
        "nothing was changed, neither live nor in state",
      );
    }
    const refreshed = refreshedFleetState(state, found);
    return { id, props: refreshed, inputs: fleetInputsOf(refreshed) as FleetState };
  }

  /** Creates, settles and destroys members, those alone that differ. */
  async update(id: string, olds: Bag<FleetState>, news: Bag<FleetInputs>): Promise<UpdateResult<FleetState>> {
    return { outs: await this.#apply("update", id, news, olds) };
  }

  /** Deletes, disables or keeps the live webhook of every member, as `onDestroy` says. */
  async delete(_id: string, state: Bag<FleetState>): Promise<void> {
    const onDestroy = onDestroyOf(state.onDestroy, false);
    if (onDestroy === "retain") return;
    const tasks = Object.entries(state.webhookIds).map(([instanceId, webhookId]): MemberTask => {
      const member = memberOf(state, instanceId, state.instances[instanceId]);
      const { baseUrl } = state;
      return { member, baseUrl, run: (operation) => destroy(operation, { ...member, webhookId }, onDestroy) };
    });
    const failures = await this.#work("delete", state, tasks);
    if (failures.length === 0) return;
    const now = "the fleet is still in state; the next `pulumi destroy` or `pulumi up` tries again";
    throw this.#failure("delete", state, tasks.length, failures, now);
  }

  async #apply(
    operation: "create" | "update",
    id: string,
    news: Bag<FleetInputs>,
    olds: FleetState,
  ): Promise<FleetState> {
    const baseUrl = resolveBaseUrl(this.#run.settings, { ...news, instanceId: "" }) ?? "";
    const plan = planFleet(olds, news, baseUrl);
    const settled = new Set(plan.keep.map(({ member }) => member.instanceId));
    const webhookIds = new Map(Object.entries(olds.webhookIds));
    const from = { baseUrl: olds.baseUrl, onDestroy: onDestroyOf(olds.onDestroy, false) };
    const tasks = tasksOf(plan, baseUrl, from, settled, webhookIds);
    const failures = await this.#work(operation, news, tasks);
    const state = fleetStateOf(news, baseUrl, settled, webhookIds);
    if (failures.length === 0) return state;
    const error = this.#failure(operation, news, tasks.length, failures, PARTLY_IN_STATE);
    if (operation === "create" && webhookIds.size === 0) throw error;
    throw new InitializationFailure(id, { ...state, __provider: news.__provider }, error.message, {
      cause: error,
    });
  }

  #work(operation: string, fleet: FleetInputs, tasks: readonly MemberTask[]): Promise<MemberFailure[]> {
    return workOnMembers(this.#run, `fleet "${fleet.name}": ${operation}`, tasks);
  }

  #failure(
    operation: string,
    fleet: FleetInputs,
    total: number,
    failures: readonly MemberFailure[],
    now: string,
  ): OperationFailure {
    return new OperationFailure(
      describeFailures(`could not ${operation} fleet "${fleet.name}"`, total, failures, now),
    );
  }

  #declareMembers(inputs: FleetInputs): void {
    if (hasUnknownInstances(inputs)) return;
    for (const [instanceId, overrides] of Object.entries(inputs.instances)) {
      this.#run.claims.declare(instanceId, memberOf(inputs, instanceId, overrides));
    }
  }

  // What is missing for many members is said once, with the first of them.
  #connectionFailures(inputs: FleetInputs): string[] {
    if (hasUnknownInstances(inputs)) return [];
    const members = Object.entries(inputs.instances).map(([id, overrides]) =>
      memberOf(inputs, id, overrides),
    );
    const membersByReason = new Map<string, string[]>();
    for (const member of members) {
      for (const reason of connectionFailures(this.#run.settings, { ...member, baseUrl: inputs.baseUrl })) {
        const ids = membersByReason.get(reason);
        if (ids) ids.push(member.instanceId);
        else membersByReason.set(reason, [member.instanceId]);
      }
    }
    return [...membersByReason].map(([reason, ids]) =>
      ids.length === members.length ? reason : `${reason} (${some(ids)})`,
    );
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

function some(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).join(", ");
  return ids.length > 5 ? `${shown} and ${ids.length - 5} more` : shown;
}
