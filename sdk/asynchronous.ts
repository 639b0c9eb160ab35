import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN } from "../provider/webhook/unknown";

/** Whether a value is one that is known later: an output or a promise. */
export function isAsync(value: unknown): boolean {
  return value instanceof Promise || pulumi.Output.isInstance(value);
}

/** Whether nothing in a value is known later. */
export function isKnown(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return !isAsync(value) && Object.values(value).every(isKnown);
}

/** A value with the engine's mark for unknown values in the place of everything that is known later. */
export function shapeOf(value: unknown): unknown {
  if (isAsync(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(shapeOf);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}

/** Uses values at once where all are known, else when they are; secrets among them make nothing of it secret. */
export function useAllWhenKnown<T>(
  values: readonly unknown[],
  use: (known: readonly unknown[]) => T,
): T | pulumi.Output<T> {
  if (isKnown(values)) return use(values);
  return pulumi.unsecret(outputOf(values)).apply((known) => use(known as unknown[])) as pulumi.Output<T>;
}

/** Uses a value that may itself be known later; what is known later inside of a plain one or a promise stays so. */
export function useWhenKnown(value: unknown, use: (known: unknown) => unknown): unknown {
  if (value instanceof Promise) return value.then(use);
  return pulumi.Output.isInstance(value) ? outputOf(value).apply(use) : use(value);
}

/** A value as an output, with everything inside of it known. */
export function outputOf(value: unknown): pulumi.Output<unknown> {
  return pulumi.output(value as object);
}
