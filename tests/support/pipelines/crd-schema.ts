import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "yaml";

/** A schema as a Kubernetes CRD has it: JSON schema, with `x-kubernetes-…` beside it. */
export interface CrdSchema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema | boolean;
  readonly items?: CrdSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The schema of one version in the file of a CRD. @throws Error where it has no such version */
export function readCrdSchema(file: string, version: string): CrdSchema {
  interface Version {
    readonly name: string;
    readonly schema: { readonly openAPIV3Schema: CrdSchema };
  }
  const versions: readonly Version[] = parse(readFileSync(file, "utf8")).spec.versions;
  const found = versions.find(({ name }) => name === version);
  if (!found) throw new Error(`${file} has no version ${version}`);
  return found.schema.openAPIV3Schema;
}

/** What is wrong with an object, as `kubectl apply --validate=strict` sees it; a line for each error. */
export function crdErrors(schema: CrdSchema, object: unknown): string[] {
  // Formats such as int64 are Kubernetes' own, and so are the x-kubernetes-… keywords.
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  const validate = ajv.compile(closed(schema));
  if (validate(object)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const field: unknown = params["additionalProperty"];
    return `${instancePath} ${message}${field === undefined ? "" : `: ${field}`}`;
  });
}

/** JSON schema lets an object have fields that are not named; a Kubernetes server drops them without a word. */
function closed(schema: CrdSchema): CrdSchema {
  const { properties, additionalProperties: values, items, ...rest } = schema;
  const fields = Object.entries(properties ?? {}).map(([name, field]) => [name, closed(field)]);
  return {
    ...rest,
    ...(properties && {
      properties: Object.fromEntries(fields),
      additionalProperties: schema["x-kubernetes-preserve-unknown-fields"] === true,
    }),
    ...(typeof values === "object" && { additionalProperties: closed(values) }),
    ...(items && { items: closed(items) }),
  };
}
