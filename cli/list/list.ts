import {
  type ConnectionInputs,
  messageOf,
  resolveBaseUrl,
  resolveToken,
  type Session,
  showUrl,
} from "../core";
import { type ReadWebhook, readLiveWebhooks } from "../shared/instances/live-webhooks";
import { remedyOf } from "../shared/instances/remedy";
import { declaredInstances } from "../shared/project/declared-instances";
import { isSecret, SECRET } from "../shared/project/declared-webhooks";
import type { ListError, ListedWebhook, WebhookList } from "./model";
import { type Owner, Owners, type Place } from "./owners";
import type { Source, Sources } from "./sources";

/** An instance, and the ways to read it: several where stacks have tokens of their own for it. */
interface Instance {
  readonly place: Place;
  readonly ways: readonly Way[];
}

interface Way {
  readonly session: Session;
  readonly connection: ConnectionInputs;
  readonly stack: string | undefined;
}

/**
 * Reads the live webhooks of instances, and says who declares them. An instance that cannot be read is an error, and
 * hides nothing of the others. Changes nothing.
 *
 * @param ids the instances. Default: those that the stacks declare webhooks of.
 */
export async function listWebhooks(
  { sources, complete, errors }: Sources,
  ids: readonly string[] | undefined,
): Promise<Omit<WebhookList, "project">> {
  const owners = new Owners(sources);
  const usable = sources.filter(({ session }) => session.settings.problems.length === 0);
  const unusable = sources.flatMap(({ stack, session }) =>
    session.settings.problems.map((message) => ({ ...(stack !== undefined && { stack }), message })),
  );
  const instances = instancesOf(usable, ids);
  const found = await Promise.all(instances.map(readInstance));
  return {
    stacks: sources.flatMap(({ stack }) => stack ?? []),
    instances: instances.length,
    webhooks: found.flatMap(({ place, webhooks }) =>
      webhooks.map((webhook) => listed(place, webhook, owners.of(place, webhook), complete)),
    ),
    errors: [...errors, ...unusable, ...found.flatMap(({ error }) => error ?? [])],
  };
}

function instancesOf(sources: readonly Source[], ids: readonly string[] | undefined): Instance[] {
  const ways = sources.flatMap(({ session, stack, webhooks }): Way[] => {
    const connections = ids?.map((instanceId) => ({ instanceId })) ?? declaredInstances(webhooks);
    return connections.map((connection) => ({ session, connection, stack }));
  });
  // A stack that knows no server or no token for a named instance is no use where another one does.
  const reached = new Set(ways.filter(isReachable).map(({ connection }) => connection.instanceId));
  const byPlace = new Map<string, { place: Place; ways: Way[] }>();
  for (const way of ways) {
    const { instanceId } = way.connection;
    if (reached.has(instanceId) && !isReachable(way)) continue;
    const place = { server: resolveBaseUrl(way.session.settings, way.connection) ?? "", instanceId };
    const key = JSON.stringify([place.server, instanceId]);
    const known = byPlace.get(key) ?? { place, ways: [] };
    byPlace.set(key, known);
    if (!known.ways.some((other) => tokenOf(other) === tokenOf(way))) known.ways.push(way);
  }
  return [...byPlace.values()];
}

async function readInstance({ place, ways }: Instance): Promise<{
  readonly place: Place;
  readonly webhooks: readonly ReadWebhook[];
  readonly error?: ListError;
}> {
  let error: ListError | undefined;
  for (const { session, connection, stack } of ways) {
    try {
      return { place, webhooks: await readLiveWebhooks(session, connection) };
    } catch (failure) {
      const next = remedyOf(failure, stack === undefined ? "environment" : "stack");
      error ??= { instance: place.instanceId, message: `${messageOf(failure)}\nnext: ${next}` };
    }
  }
  return { place, webhooks: [], ...(error && { error }) };
}

function listed(place: Place, live: ReadWebhook, owners: readonly Owner[], complete: boolean): ListedWebhook {
  const { webhookId, name, url, enabled, events } = live;
  const secret = (property: string) => owners.some(({ webhook }) => isSecret(webhook, property));
  const shown = secret("events") ? undefined : events;
  const on = [...(shown ?? [])].flatMap(([event, flag]) =>
    flag.on && !secret(`events.${event}`) ? [event] : [],
  );
  return {
    instance: place.instanceId,
    server: place.server,
    webhookId,
    name: secret("name") ? SECRET : name,
    url: secret("url") ? SECRET : showUrl(url),
    enabled: secret("enabled") ? null : enabled,
    subscribedEvents: shown ? on.sort() : null,
    knownEvents: shown?.size ?? null,
    declaredBy:
      owners.length > 0 || complete
        ? owners.map(({ stack, webhook: { resource } }) => ({
            stack,
            resource: resource.name,
            urn: resource.urn,
            type: resource.type,
          }))
        : null,
  };
}

function isReachable(way: Way): boolean {
  return resolveBaseUrl(way.session.settings, way.connection) !== undefined && tokenOf(way) !== undefined;
}

function tokenOf({ session, connection }: Way): string | undefined {
  return resolveToken(session.settings, connection);
}
