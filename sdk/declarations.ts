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
  /** Why nothing may be done with it: the program declares it twice. */
  refusal?: string;
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

/** The hidden inputs that tell the provider whose declaration it gets. */
export interface DeclaredBy {
  readonly __owner: pulumi.Input<string>;
  /** Why the provider is to refuse it. */
  readonly __refusal: pulumi.Input<string | undefined>;
}

/**
 * Refuses a second declaration of one live webhook in a program: the same server, instance, name and url,
 * or the same `webhookId`.
 *
 * Where all is known at once, the second one throws; the first, which may be on its way to the engine, is refused by
 * the provider, as both are where they were known only later. So nothing becomes of either, whichever has it in state.
 *
 * @param identities what the resource declares: some that are known now, or an output of them.
 * @throws RunError naming both resources.
 */
export function declareOnce(
  name: string,
  parent: pulumi.Resource | undefined,
  identities: readonly Identity[] | pulumi.Output<readonly Identity[]>,
): DeclaredBy {
  const stack = pulumi.runtime.getStackResource();
  const __owner = logicalName(name, parent);
  if (!stack) return { __owner, __refusal: undefined };
  if (pulumi.Output.isInstance(identities)) {
    const refusalOf = (known: readonly Identity[]) => refusal(known.map((each) => declare(stack, each)));
    return { __owner, __refusal: identities.apply(refusalOf) };
  }
  const declarations = identities.map((identity) => declare(stack, identity));
  const refused = declarations.find((declaration) => declaration.refusal);
  if (refused?.refusal) throw new pulumi.RunError(refused.refusal);
  return { __owner, __refusal: refusal(declarations) };
}

// All that the program declares at the same moment is looked at before the answer is given.
async function refusal(declarations: readonly Declaration[]): Promise<string | undefined> {
  await setImmediate();
  return declarations.find((declaration) => declaration.refusal)?.refusal;
}

// After the types of its parents, where it has some: no other resource of the stack has the same.
function logicalName(name: string, parent: pulumi.Resource | undefined): pulumi.Input<string> {
  if (!parent) return name;
  // urn:pulumi:<stack>::<project>::<types of the parents>::<name>
  // As an output it would depend on the parent, and so on all its children, of which this is one.
  return new Promise((resolve) => {
    parent.urn.apply((urn) => resolve(`${urn.split("::")[2]?.replace("pulumi:pulumi:Stack$", "")}$${name}`));
  });
}

function declare(stack: object, identity: Identity): Declaration {
  const declared = declaredByStack.get(stack) ?? { configured: configuredBaseUrl(), declarations: new Map() };
  declaredByStack.set(stack, declared);
  const { configured, declarations } = declared;
  const { resource, instanceId, webhookId, baseUrl = configured } = identity;
  const key = JSON.stringify([baseUrl === undefined ? null : normalBaseUrl(baseUrl), instanceId]);
  const earlier: Declaration[] = declarations.get(key) ?? [];
  const twin = earlier.find((other) => meanSame(other, identity));
  const declaration: Declaration = { ...identity };
  earlier.push(declaration);
  declarations.set(key, earlier);
  if (twin) {
    const what =
      twin.webhookId !== undefined && webhookId !== undefined ? `webhookId ${webhookId}` : "name and url";
    const refusal =
      `${resource} and ${twin.resource} declare the same live webhook: instance ${instanceId}, same ${what}. ` +
      "Declare it once, or change name, url or webhookId of one of them.";
    declaration.refusal = refusal;
    twin.refusal ??= refusal;
  }
  return declaration;
}

// Twins on the server are told apart by their ids alone.
function meanSame(a: Identity, b: Identity): boolean {
  if (a.webhookId !== undefined && b.webhookId !== undefined) return a.webhookId === b.webhookId;
  return a.name === b.name && a.url === b.url;
}
