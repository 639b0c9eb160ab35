/**
 * What stands, in a preview, for a value that is only known after another resource is created.
 *
 * @see `unknownValue` in the runtime of `@pulumi/pulumi`, which does not export it.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or anywhere contains, an unknown one. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}
