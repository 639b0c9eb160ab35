import type { CrdSchema } from "./crd-schema";

const text: CrdSchema = { type: "string" };
const flag: CrdSchema = { type: "boolean" };
const seconds: CrdSchema = { type: "integer", format: "int64" };

function object(
  properties: Readonly<Record<string, CrdSchema>>,
  required: readonly string[] = [],
): CrdSchema {
  return { type: "object", properties, required };
}

/** Where a value comes from: what its `type` names. */
const reference = object(
  {
    type: text,
    literal: object({ value: text }, ["value"]),
    secret: object({ name: text, key: text }, ["key", "name"]),
  },
  ["type"],
);

/**
 * The fields of the operator's `Stack` that examples/pipeline uses: their names, types and which are required, as the
 * CRD `stacks.pulumi.com`, version v1, of the operator v2.9.0 has them. The whole CRD (1.4 MB: it holds the
 * schema of a pod) is checked against with `OPERATOR_CRD=<its file>`.
 *
 * @see https://github.com/pulumi/pulumi-kubernetes-operator/blob/v2.9.0/deploy/crds/pulumi.com_stacks.yaml
 */
export const STACK_FIELDS: CrdSchema = object({
  apiVersion: text,
  kind: text,
  metadata: { type: "object" },
  spec: object(
    {
      serviceAccountName: text,
      projectRepo: text,
      branch: text,
      shallow: flag,
      stack: text,
      useLocalStackOnly: flag,
      refresh: flag,
      continueResyncOnCommitMatch: flag,
      resyncFrequencySeconds: seconds,
      retryMaxBackoffDurationSeconds: seconds,
      destroyOnFinalize: flag,
      envRefs: { type: "object", additionalProperties: reference },
      workspaceTemplate: object({ spec: object({ image: text }) }),
    },
    ["stack"],
  ),
});
