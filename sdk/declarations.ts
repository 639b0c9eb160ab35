import * as pulumi from "@pulumi/pulumi";
import { normalBaseUrl } from "../provider/config/values";
import { configuredBaseUrl } from "./config";

/** What tells which live webhook a declaration means. */
export interface DeclaredIdentity {
  readonly instanceId: pulumi.Input<string>;
  readonly name: pulumi.Input<string>;
  readonly url: pulumi.Input<string>;
  readonly webhookId?: pulumi.Input<string> | undefined;
  readonly baseUrl?: pulumi.Input<string> | undefined;
}

interface Declaration {
  readonly resource: string;
  readonly name: string;
  readonly url: string;
  readonly webhookId: string | undefined;
}

type Resolved = [instanceId: string, name: string, url: string, webhookId?: string, baseUrl?: string];

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
 * Refuses a second declaration of one live webhook in a program: the same instance, name and url,
 * or the same `webhookId`. What is unknown in a preview is looked at when it is known.
 *
 * @param resource how to name the resource in the error.
 * @throws RunError naming both resources; for outputs, once they are known.
 */
export function declareOnce(resource: string, identity: DeclaredIdentity): void {
  const stack = pulumi.runtime.getStackResource();
  if (!stack) return;
  const { instanceId, name, url, webhookId, baseUrl } = identity;
  const values = [instanceId, name, url, webhookId, baseUrl];
  const declare = (resolved: Resolved) => register(stack, resource, resolved);
  if (values.every((value) => value === undefined || typeof value === "string")) declare(values as Resolved);
  else pulumi.all(values).apply((resolved) => declare(resolved as Resolved));
}

function register(
  stack: object,
  resource: string,
  [instanceId, name, url, webhookId, baseUrl]: Resolved,
): void {
  const declared = declaredByStack.get(stack) ?? { configured: configuredBaseUrl(), declarations: new Map() };
  declaredByStack.set(stack, declared);
  const { configured, declarations } = declared;
  const server = baseUrl === undefined ? configured : normalBaseUrl(baseUrl);
  const key = JSON.stringify([server ?? null, instanceId]);
  const earlier: Declaration[] = declarations.get(key) ?? [];
  const declaration = { resource, name, url, webhookId };
  const twin = earlier.find((other) => meanSame(other, declaration));
  if (twin) {
    const what =
      twin.webhookId !== undefined && webhookId !== undefined ? `webhookId ${webhookId}` : "name and url";
    throw new pulumi.RunError(
      `${resource} and ${twin.resource} declare the same live webhook: instance ${instanceId}, same ${what}. ` +
        "Declare it once, or change name, url or webhookId of one of them.",
    );
  }
  earlier.push(declaration);
  declarations.set(key, earlier);
}

// Twins on the server are told apart by their ids alone.
function meanSame(a: Declaration, b: Declaration): boolean {
  if (a.webhookId !== undefined && b.webhookId !== undefined) return a.webhookId === b.webhookId;
  return a.name === b.name && a.url === b.url;
}
