import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import * as v from "valibot";
import { resourceType } from "../../../sdk/resource";

/** A property bag of the exported state: plain values, and which of them are secret. */
export class Bag {
  private readonly secretPaths = new Set<string>();
  /** Everything in plain text: not to be shown. */
  readonly plain: Readonly<Record<string, unknown>>;

  /** @param exported a bag with secrets marked as the engine marks them, in plain text. */
  constructor(exported: Readonly<Record<string, unknown>>) {
    this.plain = Object(this.unwrap(exported, []));
  }

  /** Whether the value at this path is secret, or stands in one that is. */
  isSecret(path: readonly string[]): boolean {
    return path.some((_, index) => this.secretPaths.has(JSON.stringify(path.slice(0, index + 1))));
  }

  private unwrap(value: unknown, path: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item, index) => this.unwrap(item, [...path, String(index)]));
    if (typeof value !== "object" || value === null) return value;
    const members = new Map(Object.entries(value));
    if (members.get(specialSigKey) === specialSecretSig) {
      this.secretPaths.add(JSON.stringify(path));
      return this.unwrap(JSON.parse(String(members.get("plaintext"))), path);
    }
    return Object.fromEntries([...members].map(([key, item]) => [key, this.unwrap(item, [...path, key])]));
  }
}

/** A `Webhook` or `WebhookFleet` as it stands in the exported state. */
export interface ExportedResource {
  readonly urn: string;
  /** Its name in the stack. */
  readonly name: string;
  readonly type: "Webhook" | "WebhookFleet";
  readonly id: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
  /** Paths of properties that the program tells the engine to ignore. */
  readonly ignoreChanges: readonly string[];
}

const bag = v.optional(v.record(v.string(), v.unknown()), {});
const deployment = v.object({
  resources: v.nullish(
    v.array(
      v.object({
        urn: v.string(),
        type: v.string(),
        id: v.optional(v.string()),
        inputs: bag,
        outputs: bag,
        delete: v.optional(v.boolean()),
        ignoreChanges: v.nullish(v.array(v.string())),
      }),
    ),
  ),
});

const TYPES = new Map(
  (["Webhook", "WebhookFleet"] as const).map((type): [string, ExportedResource["type"]] => [
    resourceType(type),
    type,
  ]),
);

/**
 * The webhooks and fleets of an exported deployment; resources of other types, and those that are only
 * still to be deleted, are left out.
 *
 * @throws Error where it is not a deployment.
 */
export function exportedResources(exported: unknown): ExportedResource[] {
  const { success, output } = v.safeParse(deployment, exported ?? {});
  if (!success)
    throw new Error("the engine exported a state that this version of pulumi-codechat cannot read");
  return (output.resources ?? []).flatMap((resource) => {
    const type = TYPES.get(resource.type);
    if (type === undefined || resource.id === undefined || resource.delete) return [];
    const { urn, id } = resource;
    return [
      {
        urn,
        name: urn.slice(urn.lastIndexOf("::") + 2),
        type,
        id,
        inputs: new Bag(resource.inputs),
        outputs: new Bag(resource.outputs),
        ignoreChanges: resource.ignoreChanges ?? [],
      },
    ];
  });
}
