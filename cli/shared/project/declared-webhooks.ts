import * as v from "valibot";
import {
  type FleetState,
  getOwn,
  type MemberState,
  memberOf,
  membersIn,
  normalBaseUrl,
  type WebhookInputs,
  type WebhookState,
} from "../../core";
import { type ExportedResource, exportedResources } from "./exported-state";

/** What a person never sees, in place of its value. */
export const SECRET = "[secret]";

/** One webhook that a stack declares: a resource, or a member of a fleet. Holds secrets. */
export interface DeclaredWebhook {
  readonly resource: ExportedResource;
  readonly declared: WebhookInputs;
  /** The server that it lives on. */
  readonly baseUrl: string;
  /** The server that its resource names; `undefined` where it takes the configured one. */
  readonly ownBaseUrl: string | undefined;
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

/** What a stack's state declares. */
export interface DeclaredInState {
  readonly webhooks: readonly DeclaredWebhook[];
  /** One for each resource that is not as this version writes it; none shows a value. */
  readonly errors: readonly string[];
}

/**
 * The webhooks that a stack declares, as its state says.
 *
 * @param state the deployment as the engine exports it, secrets in plain text.
 * @throws Error where it is not a deployment.
 */
export function declaredWebhooksIn(state: unknown): DeclaredInState {
  const webhooks: DeclaredWebhook[] = [];
  const errors: string[] = [];
  for (const resource of exportedResources(state)) {
    try {
      webhooks.push(...(resource.type === "Webhook" ? [singleWebhook(resource)] : fleetMembers(resource)));
    } catch {
      // What does not fit may be secret.
      errors.push(
        `the state of ${resource.type} "${resource.name}" is not as this version of pulumi-codechat writes it; ` +
          "run the command of the version that last deployed the stack, or `pulumi up` with this one first",
      );
    }
  }
  return { webhooks, errors };
}

/** Whether a property of this webhook is secret. */
export function isSecret({ resource, pathOf }: DeclaredWebhook, property: string): boolean {
  const path = pathOf(property);
  return resource.inputs.isSecret(path) || resource.outputs.isSecret(path);
}

function ownBaseUrlOf({ inputs }: ExportedResource): string | undefined {
  const { baseUrl } = inputs.plain;
  return typeof baseUrl === "string" ? normalBaseUrl(baseUrl) : undefined;
}

function singleWebhook(resource: ExportedResource): DeclaredWebhook {
  const { plain } = resource.outputs;
  v.assert(webhookOutputs, plain);
  const state = plain as unknown as WebhookState;
  return {
    resource,
    declared: state,
    baseUrl: normalBaseUrl(state.baseUrl),
    ownBaseUrl: ownBaseUrlOf(resource),
    webhookId: resource.id,
    settled: true,
    pathOf: (property) => property.split("."),
  };
}

function fleetMembers(resource: ExportedResource): DeclaredWebhook[] {
  const { plain } = resource.outputs;
  v.assert(fleetOutputs, plain);
  const state = plain as unknown as FleetState;
  const inputs = resource.inputs.plain;
  v.assert(fleetInputs, inputs);
  const memberWith = (
    declared: WebhookInputs,
    webhookId: string | undefined,
    settled: boolean,
    { baseUrl = state.baseUrl, ...overridden }: Partial<MemberState> = {},
  ): DeclaredWebhook => ({
    resource,
    declared,
    baseUrl: normalBaseUrl(baseUrl),
    ownBaseUrl: ownBaseUrlOf(resource),
    webhookId,
    settled,
    pathOf: (property) => {
      const path = property.split(".");
      const [top = ""] = path;
      return Object.hasOwn(overridden, top) ? ["instances", declared.instanceId, ...path] : path;
    },
  });
  const known = membersIn(state).map(({ member, webhookId, settled }) =>
    memberWith(member, webhookId, settled, getOwn(state.instances, member.instanceId)),
  );
  // An update that failed leaves them declared, without a live webhook.
  const missing = Object.entries(inputs.instances ?? {})
    .filter(([instanceId]) => getOwn(state.webhookIds, instanceId) === undefined)
    .map(([instanceId, overridden]) =>
      memberWith(
        memberOf(state, instanceId, overridden as MemberState),
        undefined,
        false,
        overridden as MemberState,
      ),
    );
  return [...known, ...missing];
}
