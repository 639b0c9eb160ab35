import * as pulumi from "@pulumi/pulumi";
import { describeEvent } from "../provider/api/events";

/** Warns of events that are declared on by name and are deprecated or work only in part. */
export function warnAboutEvents(resource: pulumi.Resource, events: pulumi.Input<unknown>): void {
  const known: pulumi.Output<unknown> = pulumi.output(events as object | undefined);
  known.apply((declared) => {
    for (const name of declaredOn(declared)) {
      const event = describeEvent(name);
      if (event?.deprecated)
        pulumi.log.warn(`events.${name}: the API marks this event as deprecated`, resource);
      if (event?.onlyWith) {
        pulumi.log.warn(
          `events.${name}: works only with the ${event.onlyWith} authentication type`,
          resource,
        );
      }
    }
  });
}

/** Names of the events that are declared on, as they are spelled there. */
export function declaredOn(declared: unknown): string[] {
  if (Array.isArray(declared)) return declared.filter((name) => typeof name === "string");
  if (typeof declared !== "object" || declared === null) return [];
  return Object.entries(declared).flatMap(([name, on]) => (on === true ? [name] : []));
}
