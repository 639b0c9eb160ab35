import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import { type ConnectionInputs, normalBaseUrl } from "../core";
import { exportedResources } from "../drift/exported";
import { subjectsOf } from "../drift/subjects";
import { formatCount } from "../format";
import { wordsOf } from "./backend";
import { type Finding, findingsOf } from "./finding";

/** The instances that a stack declares webhooks of, as its state says. */
export interface DeclaredInstances {
  readonly instances: readonly ConnectionInputs[];
  readonly findings: readonly Finding[];
}

/** Reads the instances of a stack's webhooks from its state, each with the server and token that its resource names. */
export async function readDeclaredInstances(
  workspace: LocalWorkspace,
  stack: string,
): Promise<DeclaredInstances> {
  const { ok, warning } = findingsOf("state");
  try {
    const { deployment } = await workspace.exportStack(stack);
    const instances = instancesIn(deployment);
    const count = formatCount(instances.length, "instance");
    return { instances, findings: [ok(`the state of stack ${stack} has webhooks of ${count}`)] };
  } catch (error) {
    const unread = warning(
      `the state of stack ${stack} cannot be read: ${wordsOf(error)}`,
      "name the instances to try with --instance",
    );
    return { instances: [], findings: [unread] };
  }
}

/**
 * The instances in an exported deployment, without doubles; holds tokens.
 *
 * @throws Error where the state is not of this package's making.
 */
export function instancesIn(deployment: unknown): ConnectionInputs[] {
  const found = exportedResources(deployment).flatMap((resource) => {
    const { baseUrl } = resource.inputs.plain;
    return subjectsOf(resource).map(
      ({ declared: { instanceId, token } }): ConnectionInputs => ({
        instanceId,
        baseUrl: typeof baseUrl === "string" ? normalBaseUrl(baseUrl) : undefined,
        token,
      }),
    );
  });
  return withoutDoubles(found);
}

/** Of those that are tried on the same server with the same token, the first. */
export function withoutDoubles(instances: readonly ConnectionInputs[]): ConnectionInputs[] {
  const byKey = new Map(
    instances.map((each) => [
      JSON.stringify([each.instanceId, each.baseUrl ?? null, each.token ?? null]),
      each,
    ]),
  );
  return [...byKey.values()];
}
