/** Whether a value is what JSON calls an object: neither a list nor nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
