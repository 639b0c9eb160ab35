import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { normalBaseUrl } from "../provider/config/values";
import { configuredBaseUrl } from "./config";

/** What tells which live webhook a declaration means. */
export interface Identity {
  /** How to name the declaration in an error. */
  readonly resource: string;
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
  readonly webhookId?: string | undefined;
  readonly baseUrl?: string | undefined;
}

interface Declaration extends Identity {
  /** Why it must not be registered: the program declares it twice. */
  refusal?: pulumi.RunError;
}

/** What a program declares. */
interface Declared {
  /** The server of what names none; every look at the configuration parses all of it. */
  readonly configured: string | undefined;
  /** By server and instance. */
  readonly declarations: Map<string, Declaration[]>;
}

// One a program: the Automation API runs many in one process.
const declaredByStack = new WeakMap<object, Declared>();

/**
 * Refuses a second declaration of one live webhook in a program: the same server, instance, name and url,
 * or the same `webhookId`.
 *
 * @param owner the resource's logical name; see {@link logicalName}.
 * @returns the same, as a hidden input of the resource. It comes once everything that the program declares at the same
 *   moment was looked at, or fails: so of two resources that declare the same, neither is registered.
 * @throws RunError naming both resources.
 */
export function declareOnce(
  owner: pulumi.Input<string>,
  identities: readonly Identity[],
): pulumi.Output<string> {
  const stack = pulumi.runtime.getStackResource();
  const declarations = stack ? identities.map((identity) => declare(stack, identity)) : [];
  return pulumi.output(owner).apply(async (name) => {
    await setImmediate();
    const refused = declarations.find(({ refusal }) => refusal);
    if (refused) throw refused.refusal;
    return name;
  });
}

/** A resource's logical name, after the types of its parents where it has some: no other resource of the stack has it. */
export function logicalName(name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (!parent) return name;
  // urn:pulumi:<stack>::<project>::<types of the parents>::<name>
  return parent.urn.apply((urn) => `${urn.split("::")[2]}$${name}`);
}

function declare(stack: object, identity: Identity): Declaration {
  const declared = declaredByStack.get(stack) ?? { configured: configuredBaseUrl(), declarations: new Map() };
  declaredByStack.set(stack, declared);
  const { configured, declarations } = declared;
  const { resource, instanceId, webhookId, baseUrl = configured } = identity;
  const key = JSON.stringify([baseUrl === undefined ? null : normalBaseUrl(baseUrl), instanceId]);
  const earlier: Declaration[] = declarations.get(key) ?? [];
  const twin = earlier.find((other) => meanSame(other, identity));
  if (twin) {
    const what =
      twin.webhookId !== undefined && webhookId !== undefined ? `webhookId ${webhookId}` : "name and url";
    twin.refusal = new pulumi.RunError(
      `${resource} and ${twin.resource} declare the same live webhook: instance ${instanceId}, same ${what}. ` +
        "Declare it once, or change name, url or webhookId of one of them.",
    );
    throw twin.refusal;
  }
  const declaration: Declaration = { ...identity };
  earlier.push(declaration);
  declarations.set(key, earlier);
  return declaration;
}

// Twins on the server are told apart by their ids alone.
function meanSame(a: Identity, b: Identity): boolean {
  if (a.webhookId !== undefined && b.webhookId !== undefined) return a.webhookId === b.webhookId;
  return a.name === b.name && a.url === b.url;
}
