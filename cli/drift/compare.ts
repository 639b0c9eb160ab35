import { changedLive, declaredState, type LiveWebhook } from "../core";
import { SECRET } from "./exported";
import type { Difference, FlagPair } from "./model";
import { parsePropertyPath } from "./property-path";
import type { Subject } from "./subjects";

/** What is live otherwise than declared, property by property; secret values are not in it. */
export function differencesOf(subject: Subject, live: LiveWebhook): Difference[] {
  const { declared } = subject;
  const changed = Object.entries<string | boolean | null>(changedLive(declared, live));
  // Declared on, but the server does not have the flag: not sent either.
  const unknown = Object.entries(declared.events)
    .filter(([name, on]) => on && live.events && !live.events.has(name))
    .map(([name]): [string, null] => [`events.${name}`, null]);
  return [...changed, ...unknown]
    .filter(([property]) => !isIgnored(subject, property))
    .map(([property, value]) =>
      isSecret(subject, property)
        ? { property, declared: SECRET, live: SECRET, secret: true }
        : { property, declared: declaredValue(subject, property), live: value },
    );
}

/** Whether the webhook delivers, declared and live; not known where that is secret. */
export function enabledOf(subject: Subject, live: LiveWebhook | undefined): FlagPair {
  if (isSecret(subject, "enabled")) return { declared: null, live: null };
  return { declared: subject.declared.enabled, live: live?.enabled ?? null };
}

/** Every flag that is declared or live; none where they are secret. */
export function flagsOf(subject: Subject, live: LiveWebhook | undefined): Record<string, FlagPair> {
  const { declared } = subject;
  if (isSecret(subject, "events")) return {};
  const names = new Set([...Object.keys(declared.events), ...(live?.events?.keys() ?? [])]);
  const pairs = [...names].map((name): [string, FlagPair] => [
    name,
    { declared: declaredFlag(subject, name), live: live?.events?.get(name)?.on ?? null },
  ]);
  return Object.fromEntries(pairs);
}

/** Whether a property of this webhook is secret. */
export function isSecret({ resource, pathOf }: Subject, property: string): boolean {
  const path = pathOf(property);
  return resource.inputs.isSecret(path) || resource.outputs.isSecret(path);
}

function declaredValue(subject: Subject, property: string): string | boolean {
  const { name, url, enabled } = subject.declared;
  if (property === "name") return name;
  if (property === "url") return url;
  if (property === "enabled") return enabled;
  return declaredFlag(subject, property.slice("events.".length)) ?? false;
}

function declaredFlag({ declared }: Subject, name: string): boolean | null {
  return declaredState(declared, name) ?? null;
}

// What the engine is told to ignore, no `pulumi up` repairs.
function isIgnored({ resource, pathOf }: Subject, property: string): boolean {
  const path = pathOf(property);
  return resource.ignoreChanges.some((ignored) => {
    const segments = parsePropertyPath(ignored);
    return (
      segments.length <= path.length && segments.every((name, index) => name === "*" || name === path[index])
    );
  });
}
