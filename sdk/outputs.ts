import type * as pulumi from "@pulumi/pulumi";
import { isMap } from "../provider/api/map";
import { planEvents } from "../provider/webhook/events";
import type { DeclaredEvents } from "../provider/webhook/types";

/** An output, with something else where the engine says nothing. */
export function orElse<T>(output: pulumi.Output<T>, other: () => pulumi.Input<T>): pulumi.Output<T> {
  // The types allow no `undefined`; the mocks of a test do.
  return output.apply((value) => value ?? other()) as pulumi.Output<T>;
}

/** Names of the documented events that a declaration switches on, sorted. */
export function documentedEventsOn(declared: DeclaredEvents): string[] {
  // What check will refuse has any form.
  if (!isMap(declared.events)) return [];
  const { wanted } = planEvents(declared, undefined);
  return [...wanted].flatMap(([name, on]) => (on ? [name] : [])).sort();
}
