import { expandName, expandUrl, hasUserInfo, nameTemplateProblem, urlTemplateProblem } from "../core";
import type { AdoptedWebhook } from "./declaration";
import type { EventArguments } from "./events";

/** Webhooks that one `WebhookFleet` declares. */
export interface AdoptedFleet extends EventArguments {
  /** May hold `{instanceId}`. */
  readonly name: string;
  /** May hold `{instanceId}`, which is URL-encoded. */
  readonly url: string;
  readonly enabled: boolean;
  readonly leftAlone: readonly string[];
  readonly showsEvents: boolean;
  /** In the order in which they were found. */
  readonly members: readonly AdoptedMember[];
}

/** One member of a fleet. */
export interface AdoptedMember {
  readonly webhook: AdoptedWebhook;
  /** Whether it has the fleet's `enabled`. */
  readonly sameEnabled: boolean;
  /** Whether it has the fleet's events. */
  readonly sameEvents: boolean;
}

/** Which webhooks are declared together, and which one by one. */
export interface Grouping {
  readonly fleets: readonly AdoptedFleet[];
  readonly singles: readonly AdoptedWebhook[];
}

interface Template {
  readonly name: string;
  readonly url: string;
}

/**
 * Puts webhooks with the same name and url, or with such that differ by the instance id alone, into
 * fleets. A fleet finds its webhooks by name and url, so that an instance with two that share both,
 * whose ids alone tell them apart, keeps those as single ones.
 *
 * @param smallest the fewest instances that make a fleet; as many must be alike in everything else, too.
 */
export function groupIntoFleets(webhooks: readonly AdoptedWebhook[], smallest: number): Grouping {
  const groups = groupByTemplate(withoutTwins(webhooks));
  const grouped = new Set<AdoptedWebhook>();
  const fleets: AdoptedFleet[] = [];
  // The largest first: a webhook fits into a group by its url as it is, and into one by its url with the id taken out.
  for (const { template, members } of groups.sort((a, b) => b.members.length - a.members.length)) {
    const free = members.filter((webhook) => !grouped.has(webhook));
    const alike = largest(free);
    const [model] = alike;
    if (!model || alike.length < smallest) continue;
    for (const webhook of free) grouped.add(webhook);
    fleets.push(fleetOf(template, model, free));
  }
  return { fleets, singles: webhooks.filter((webhook) => !grouped.has(webhook)) };
}

function fleetOf(
  template: Template,
  model: AdoptedWebhook,
  webhooks: readonly AdoptedWebhook[],
): AdoptedFleet {
  const { enabled, events, otherEvents, leftAlone, showsEvents } = model;
  return {
    ...template,
    enabled,
    events,
    ...(otherEvents !== undefined && { otherEvents }),
    leftAlone,
    showsEvents,
    members: webhooks.map((webhook) => ({
      webhook,
      sameEnabled: webhook.enabled === enabled,
      sameEvents: eventsKey(webhook) === eventsKey(model),
    })),
  };
}

function groupByTemplate(webhooks: readonly AdoptedWebhook[]) {
  const groups = new Map<string, { template: Template; members: AdoptedWebhook[] }>();
  for (const webhook of webhooks) {
    for (const template of templatesOf(webhook)) {
      const key = JSON.stringify([template.name, template.url]);
      const group = groups.get(key) ?? { template, members: [] };
      groups.set(key, group);
      group.members.push(webhook);
    }
  }
  return [...groups.values()];
}

/** Every template that a fleet takes and that gives this webhook's name and url, those without `{instanceId}` first. */
function templatesOf({ instanceId, name, url }: AdoptedWebhook): Template[] {
  const names = [...new Set([name, withoutId(name, instanceId)])];
  // One with user info is asked for as it is live, and so it is no template.
  const urls = hasUserInfo(url) ? [url] : [...new Set([url, withoutId(url, encodeURIComponent(instanceId))])];
  return names
    .filter(
      (template) => nameTemplateProblem(template) === undefined && expandName(template, instanceId) === name,
    )
    .flatMap((nameTemplate) =>
      urls
        .filter(
          (template) => urlTemplateProblem(template) === undefined && expandUrl(template, instanceId) === url,
        )
        .map((urlTemplate) => ({ name: nameTemplate, url: urlTemplate })),
    );
}

// Only where the id stands for itself: "shop-1" is no part of "shop-10".
function withoutId(text: string, id: string): string {
  const literal = id.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${literal}(?![A-Za-z0-9])`, "g"), () => "{instanceId}");
}

function withoutTwins(webhooks: readonly AdoptedWebhook[]): AdoptedWebhook[] {
  const keyOf = ({ instanceId, name, url }: AdoptedWebhook) => JSON.stringify([instanceId, name, url]);
  const counts = new Map<string, number>();
  for (const webhook of webhooks) counts.set(keyOf(webhook), (counts.get(keyOf(webhook)) ?? 0) + 1);
  // A map cannot hold an instance of that name; see docs/fleet.md.
  return webhooks.filter((webhook) => counts.get(keyOf(webhook)) === 1 && webhook.instanceId !== "__proto__");
}

/** The most webhooks that are alike in everything but name and url. */
function largest(webhooks: readonly AdoptedWebhook[]): readonly AdoptedWebhook[] {
  const alike = new Map<string, AdoptedWebhook[]>();
  for (const webhook of webhooks) {
    const key = `${webhook.enabled} ${eventsKey(webhook)}`;
    alike.set(key, [...(alike.get(key) ?? []), webhook]);
  }
  return [...alike.values()].reduce((most, group) => (group.length > most.length ? group : most), []);
}

function eventsKey({ events, otherEvents, leftAlone, showsEvents }: AdoptedWebhook): string {
  return JSON.stringify([events, otherEvents ?? null, leftAlone, showsEvents]);
}
