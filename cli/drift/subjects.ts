import * as v from "valibot";
import {
  type FleetState,
  getOwn,
  type MemberState,
  memberOf,
  membersIn,
  type WebhookInputs,
  type WebhookState,
} from "../core";
import type { ExportedResource } from "./exported";

/** One webhook that a stack declares, with all that it takes to look at it. Holds secrets. */
export interface Subject {
  readonly resource: ExportedResource;
  readonly declared: WebhookInputs;
  /** The server that it lives on. */
  readonly baseUrl: string;
  /** `undefined` where none was created yet. */
  readonly webhookId: string | undefined;
  /** Whether the last `pulumi up` brought it where it was to be. */
  readonly settled: boolean;
  /** Where the property is in the resource's inputs and outputs. */
  pathOf(property: string): readonly string[];
}

const text = v.string();
const shared = v.object({
  name: text,
  url: text,
  enabled: v.boolean(),
  events: v.record(text, v.boolean()),
  otherEvents: v.picklist(["off", "on", "leave"]),
  baseUrl: text,
});
const token = v.optional(text);
const webhookOutputs = v.object({ ...shared.entries, instanceId: text, token });
const instances = v.record(text, v.partial(shared));
const fleetOutputs = v.object({
  ...shared.entries,
  instances,
  webhookIds: v.record(text, text),
  token,
  tokens: v.optional(v.record(text, text)),
});
const fleetInputs = v.object({ instances: v.optional(instances) });

/**
 * The webhooks of a resource: one, or the members of a fleet.
 *
 * @throws ValiError where the state is not of this package's making.
 */
export function subjectsOf(resource: ExportedResource): Subject[] {
  return resource.type === "Webhook" ? [webhookSubject(resource)] : fleetSubjects(resource);
}

function webhookSubject(resource: ExportedResource): Subject {
  const { plain } = resource.outputs;
  v.assert(webhookOutputs, plain);
  const state = plain as unknown as WebhookState;
  return {
    resource,
    declared: state,
    baseUrl: state.baseUrl,
    webhookId: resource.id,
    settled: true,
    pathOf: (property) => property.split("."),
  };
}

function fleetSubjects(resource: ExportedResource): Subject[] {
  const { plain } = resource.outputs;
  v.assert(fleetOutputs, plain);
  const state = plain as unknown as FleetState;
  const inputs = resource.inputs.plain;
  v.assert(fleetInputs, inputs);
  const subject = (
    declared: WebhookInputs,
    webhookId: string | undefined,
    settled: boolean,
    { baseUrl = state.baseUrl, ...overridden }: Partial<MemberState> = {},
  ): Subject => ({
    resource,
    declared,
    baseUrl,
    webhookId,
    settled,
    pathOf: (property) => {
      const path = property.split(".");
      const [top = ""] = path;
      return Object.hasOwn(overridden, top) ? ["instances", declared.instanceId, ...path] : path;
    },
  });
  const known = membersIn(state).map(({ member, webhookId, settled }) =>
    subject(member, webhookId, settled, getOwn(state.instances, member.instanceId)),
  );
  // An update that failed leaves them declared, without a live webhook.
  const missing = Object.entries(inputs.instances ?? {})
    .filter(([instanceId]) => getOwn(state.webhookIds, instanceId) === undefined)
    .map(([instanceId, overridden]) =>
      subject(
        memberOf(state, instanceId, overridden as MemberState),
        undefined,
        false,
        overridden as MemberState,
      ),
    );
  return [...known, ...missing];
}
