import { parse, parseAllDocuments } from "yaml";
import { readPipelineFile } from "../../support/pipelines/ci";
import { crdErrors, readCrdSchema } from "../../support/pipelines/crd-schema";
import { STACK_FIELDS } from "../../support/pipelines/operator-stack-schema";

const CRD = process.env["OPERATOR_CRD"];
const schema = CRD === undefined ? STACK_FIELDS : readCrdSchema(CRD, "v1");

const [account, binding, stack] = parseAllDocuments(readPipelineFile("operator/stack.yaml")).map((each) =>
  each.toJS(),
);

/** What the CRD says of the stack with other fields in its spec. */
const errorsWith = (fields: object) => crdErrors(schema, { ...stack, spec: { ...stack.spec, ...fields } });

describe("the manifest for the Pulumi Kubernetes Operator", () => {
  test("is what the operator's CRD takes", () => {
    expect(stack).toMatchObject({ apiVersion: "pulumi.com/v1", kind: "Stack" });
    expect(crdErrors(schema, stack)).toEqual([]);
  });

  test("would not be taken with a field that is misspelt, missing or of another type", () => {
    expect(errorsWith({ continueResyncOnCommitMatches: true })).toEqual([
      "/spec must NOT have additional properties: continueResyncOnCommitMatches",
    ]);
    const token = { type: "Secret", secret: { name: "codechat-pipeline", keys: "token" } };
    expect(errorsWith({ envRefs: { CODECHAT_TOKEN: token } }).sort()).toEqual([
      "/spec/envRefs/CODECHAT_TOKEN/secret must NOT have additional properties: keys",
      "/spec/envRefs/CODECHAT_TOKEN/secret must have required property 'key'",
    ]);
    expect(errorsWith({ refresh: "always" })).toEqual(["/spec/refresh must be boolean"]);
    expect(errorsWith({ resyncFrequencySeconds: "600" })).toEqual([
      "/spec/resyncFrequencySeconds must be integer",
    ]);
    expect(errorsWith({ stack: undefined })).toEqual(["/spec must have required property 'stack'"]);
  });

  test("has the operator look for drift though no commit is new, and put it right", () => {
    expect(stack.spec).toMatchObject({ refresh: true, continueResyncOnCommitMatch: true });
    expect(stack.spec.envRefs.PULUMI_RUN_PROGRAM).toEqual({ type: "Literal", literal: { value: "true" } });
    // The operator's own minimum.
    expect(stack.spec.resyncFrequencySeconds).toBeGreaterThanOrEqual(60);
  });

  test("takes every secret from a Kubernetes secret", () => {
    for (const name of ["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE", "CODECHAT_TOKEN"]) {
      expect(stack.spec.envRefs[name]).toMatchObject({
        type: "Secret",
        secret: { name: "codechat-pipeline" },
      });
    }
  });

  test("runs as an account of its own, which may do no more than the operator asks for", () => {
    const { name, namespace } = stack.metadata;
    expect(stack.spec.serviceAccountName).toBe(account.metadata.name);
    expect(account).toMatchObject({ kind: "ServiceAccount", metadata: { namespace } });
    expect(binding).toMatchObject({
      roleRef: { kind: "ClusterRole", name: "system:auth-delegator" },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    });
  });

  test("names the project of the folder and the engine that it pins", () => {
    const { name } = parse(readPipelineFile("Pulumi.yaml"));
    const { devDependencies } = JSON.parse(readPipelineFile("package.json"));
    expect(stack.spec.stack).toBe(`organization/${name}/production`);
    expect(stack.spec.workspaceTemplate.spec.image).toBe(`pulumi/pulumi:${devDependencies.pulumi}-nonroot`);
  });
});
