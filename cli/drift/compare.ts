import { changedLive, declaredState, type LiveWebhook } from "../core";
import { type DeclaredWebhook, isSecret, SECRET } from "../shared/project/declared-webhooks";
import type { Difference, FlagPair } from "./model";
import { parsePropertyPath } from "./property-path";

/** What is live otherwise than declared, property by property; secret values are not in it. */
export function differencesOf(webhook: DeclaredWebhook, live: LiveWebhook): Difference[] {
  const { declared } = webhook;
  const changed = Object.entries<string | boolean | null>(changedLive(declared, live));
  // Declared on, but the server does not have the flag: not sent either.
  const unknown = Object.entries(declared.events)
    .filter(([name, on]) => on && live.events && !live.events.has(name))
    .map(([name]): [string, null] => [`events.${name}`, null]);
  return [...changed, ...unknown]
    .filter(([property]) => !isIgnored(webhook, property))
    .map(([property, value]) =>
      isSecret(webhook, property)
        ? { property, declared: SECRET, live: SECRET, secret: true }
        : { property, declared: declaredValue(webhook, property), live: value },
    );
}

/** Whether the webhook delivers, declared and live; not known where that is secret. */
export function enabledOf(webhook: DeclaredWebhook, live: LiveWebhook | undefined): FlagPair {
  if (isSecret(webhook, "enabled")) return { declared: null, live: null };
  return { declared: webhook.declared.enabled, live: live?.enabled ?? null };
}

/** Every flag that is declared or live; none where they are secret. */
export function flagsOf(webhook: DeclaredWebhook, live: LiveWebhook | undefined): Record<string, FlagPair> {
  const { declared } = webhook;
  if (isSecret(webhook, "events")) return {};
  const names = new Set([...Object.keys(declared.events), ...(live?.events?.keys() ?? [])]);
  const pairs = [...names].map((name): [string, FlagPair] => [
    name,
    { declared: declaredFlag(webhook, name), live: live?.events?.get(name)?.on ?? null },
  ]);
  return Object.fromEntries(pairs);
}

function declaredValue(webhook: DeclaredWebhook, property: string): string | boolean {
  const { name, url, enabled } = webhook.declared;
  if (property === "name") return name;
  if (property === "url") return url;
  if (property === "enabled") return enabled;
  return declaredFlag(webhook, property.slice("events.".length)) ?? false;
}

function declaredFlag({ declared }: DeclaredWebhook, name: string): boolean | null {
  return declaredState(declared, name) ?? null;
}

// What the engine is told to ignore, no `pulumi up` repairs.
function isIgnored({ resource, pathOf }: DeclaredWebhook, property: string): boolean {
  const path = pathOf(property);
  return resource.ignoreChanges.some((ignored) => {
    const segments = parsePropertyPath(ignored);
    return (
      segments.length <= path.length && segments.every((name, index) => name === "*" || name === path[index])
    );
  });
}
