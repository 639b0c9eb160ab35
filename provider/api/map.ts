import type { UnknownPathItem } from "valibot";

/** Whether a value is what JSON calls an object: neither a list nor nothing. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where in a list or an object a schema's issue is. */
export function issuePathItem(input: unknown, key: string | number): UnknownPathItem {
  return { type: "unknown", origin: "value", input, key, value: Object(input)[key] };
}

/** What a map has itself under a key: an id may be called like a member of every object, such as `constructor`. */
export function getOwn<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}
