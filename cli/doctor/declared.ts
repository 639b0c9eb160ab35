import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import type { ConnectionInputs } from "../core";
import { declaredInstances } from "../shared/project/declared-instances";
import { declaredWebhooksIn } from "../shared/project/declared-webhooks";
import { formatCount } from "../shared/terminal/words";
import { wordsOf } from "./backend";
import { type Finding, findingsOf } from "./finding";

/** The instances that a stack declares webhooks of, as its state says. */
export interface InstancesInState {
  readonly instances: readonly ConnectionInputs[];
  readonly findings: readonly Finding[];
}

/** Reads the instances of a stack's webhooks from its state, each with the server and token that its resource names. */
export async function readDeclaredInstances(
  workspace: LocalWorkspace,
  stack: string,
): Promise<InstancesInState> {
  const { ok, warning } = findingsOf("state");
  const nameThem = "name the instances to try with --instance";
  try {
    const { deployment } = await workspace.exportStack(stack);
    const { webhooks, errors } = declaredWebhooksIn(deployment);
    const instances = declaredInstances(webhooks);
    const count = formatCount(instances.length, "instance");
    const found = ok(`the state of stack ${stack} has webhooks of ${count}`);
    return { instances, findings: [found, ...errors.map((error) => warning(error, nameThem))] };
  } catch (error) {
    const unread = warning(`the state of stack ${stack} cannot be read: ${wordsOf(error)}`, nameThem);
    return { instances: [], findings: [unread] };
  }
}
