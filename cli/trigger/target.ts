import { type CatalogueEvent, declaredState, EVENT_CATALOGUE, joinAtMost, nearest, showUrl } from "../core";
import { type DeclaredWebhook, isSecret, SECRET } from "../shared/project/declared-webhooks";

/** This many names are shown; the rest is counted. */
const SHOWN = 20;

/** Where a sample goes. Holds the url in full. */
export interface Target {
  readonly url: string;
  /** The url as it may be shown. */
  readonly shownUrl: string;
  /** The instance that the sample happens in. */
  readonly instanceId: string;
  /** The declared webhook; `undefined` for a url that was given. */
  readonly declared?: { readonly stack: string; readonly resource: string };
}

/** Which declared webhook a person means. */
export interface Wanted {
  /** The resource's name. Default: the only one. */
  readonly resource?: string;
  /** The instance, of a fleet's. Default: the only one. */
  readonly instance?: string;
}

/**
 * The declared webhook that a person means.
 *
 * @throws Error that lists the names to choose from.
 */
export function chooseWebhook(
  stack: string,
  webhooks: readonly DeclaredWebhook[],
  { resource, instance }: Wanted,
): DeclaredWebhook {
  if (webhooks.length === 0) throw new Error(`stack ${stack} declares no webhook: run \`pulumi up\` first`);
  const names = namesOf(webhooks);
  const ofResource = webhooks.filter(
    (webhook) => resource === undefined || resource === webhook.resource.name,
  );
  if (resource !== undefined && ofResource.length === 0)
    throw new Error(`stack ${stack} has no webhook "${resource}"${suggestion(resource, names)}`);
  const ids = ofResource.map(({ declared }) => declared.instanceId);
  const found = ofResource.filter(
    ({ declared }) => instance === undefined || instance === declared.instanceId,
  );
  const [webhook, ...others] = found;
  if (webhook && others.length === 0) return webhook;
  const what = resource === undefined ? `stack ${stack}` : `"${resource}"`;
  if (instance !== undefined && !webhook)
    throw new Error(`${what} has no webhook on instance ${instance}${suggestion(instance, ids)}`);
  const several = namesOf(found);
  throw new Error(
    several.length > 1
      ? `stack ${stack} has several webhooks: name one with --resource: ${joinAtMost(several, SHOWN)}`
      : `"${several[0]}" has webhooks on several instances: name one with --instance: ${joinAtMost(ids, SHOWN)}`,
  );
}

/** A declared webhook as a target. */
export function targetOf(stack: string, webhook: DeclaredWebhook): Target {
  const { url, instanceId } = webhook.declared;
  return {
    url,
    shownUrl: isSecret(webhook, "url") ? SECRET : showUrl(url),
    instanceId,
    declared: { stack, resource: webhook.resource.name },
  };
}

/** What speaks against sending an event to a declared webhook. */
export interface Objections {
  /** The server would not send it; a sentence each. */
  readonly refusals: readonly string[];
  /** Whether the server would send it is not known; a sentence each. */
  readonly doubts: readonly string[];
}

/** Whether the server would send an event to this webhook, as it is declared. */
export function objectionsTo({ name, event }: CatalogueEvent, webhook: DeclaredWebhook): Objections {
  const refusals: string[] = [];
  const doubts: string[] = [];
  const { declared } = webhook;
  if (isSecret(webhook, "enabled")) doubts.push("whether it is enabled is secret, and was not looked at");
  else if (!declared.enabled)
    refusals.push("it is declared with enabled: false, so that the server sends nothing");
  if (isSecret(webhook, "events") || isSecret(webhook, `events.${name}`)) {
    doubts.push("its events are secret, and were not looked at");
    return { refusals, doubts };
  }
  const state = declaredState(declared, name);
  if (state === undefined)
    doubts.push(`it does not declare ${event}: whether the server sends that is not known`);
  if (state === false) {
    const on = EVENT_CATALOGUE.filter((other) => declaredState(declared, other.name)).map(
      (other) => other.event,
    );
    const has = on.length === 0 ? "none" : joinAtMost(on, SHOWN);
    refusals.push(
      `it is not subscribed to ${event}, so that the server does not send it (its events: ${has})`,
    );
  }
  return { refusals, doubts };
}

function namesOf(webhooks: readonly DeclaredWebhook[]): string[] {
  return [...new Set(webhooks.map(({ resource }) => resource.name))];
}

function suggestion(given: string, names: readonly string[]): string {
  const guess = nearest(given, names);
  return guess === undefined ? `: it has ${joinAtMost(names, SHOWN)}` : `; did you mean "${guess}"?`;
}
