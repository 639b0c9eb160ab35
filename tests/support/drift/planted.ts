import type { Emulator, WebhookEdit } from "../../../emulator/src";
import type { EventName, EventsInput, WebhookArgs } from "../../../sdk";
import type { Declarations } from "../engine/declared";

/** Drift that was planted, as a report is to name it. */
export interface Planted {
  readonly resource: string;
  readonly instance: string;
  readonly status: "changed" | "deleted";
  /** Sorted. */
  readonly properties: readonly string[];
}

/** The fleet's members; all other webhooks are resources of their own. */
const MEMBERS = 10;
/** This much drift is planted, whatever the size: 21 resources and 4 members. */
export const PLANTED = 25;

const FORMS: readonly {
  readonly events: EventsInput;
  readonly flags: Partial<Record<EventName, boolean>>;
}[] = [
  { events: ["messagesUpsert", "connectionUpdate"], flags: { messagesUpsert: false, chatsSet: true } },
  { events: "all", flags: { messagesUpsert: false, chatsSet: false } },
  {
    events: { messagesUpsert: true, presenceUpdate: false },
    flags: { messagesUpsert: false, presenceUpdate: true },
  },
];
/** What nobody declares in the third form, so that it is no drift. */
const LEFT_ALONE = { chatsSet: true };

/** The instances of a stack with `count` webhooks. */
export function instancesOf(count: number): string[] {
  const single = Array.from({ length: count - MEMBERS }, (_, index) => singleId(index));
  return [...single, ...memberIds()];
}

/** A stack of `count` webhooks: singles in every form of `events`, one with a secret url, and a fleet of ten. */
export function declarationsOf(count: number): Declarations {
  const webhooks = Array.from({ length: count - MEMBERS }, (_, index): [string, WebhookArgs] => [
    singleId(index),
    {
      instanceId: singleId(index),
      name: `orders-${index}`,
      url: `https://${index === 0 ? "user:password@" : ""}shop.example/hook/${index}`,
      events: formOf(index).events,
    },
  ]);
  const fleet = {
    instances: memberIds(),
    name: "orders",
    url: "https://shop.example/{instanceId}",
    events: ["messagesUpsert" as const],
  };
  return { webhooks: Object.fromEntries(webhooks), fleets: { fleet } };
}

/** Plants drift of every kind in the live webhooks of {@link declarationsOf}, and changes that are none. */
export function plantDrift(server: Emulator, count: number): Planted[] {
  const singles = count - MEMBERS;
  const step = Math.floor(singles / 21);
  const planted = Array.from({ length: 21 }, (_, number) => plantSingle(server, number * step, number));
  const untouched = Array.from({ length: singles }, (_, index) => index).filter(
    (index) => index % step !== 0 && FORMS.indexOf(formOf(index)) === 2,
  );
  for (const index of untouched) edit(server, singleId(index), { events: LEFT_ALONE });
  return [...planted, ...plantInFleet(server)];
}

function plantSingle(server: Emulator, index: number, number: number): Planted {
  const instance = singleId(index);
  const named = (properties: readonly string[], change: WebhookEdit): Planted => {
    edit(server, instance, change);
    return { resource: instance, instance, status: "changed", properties: [...properties].sort() };
  };
  const { flags } = formOf(index);
  const paths = Object.keys(flags).map((flag) => `events.${flag}`);
  const all = { name: "by hand", url: "https://elsewhere.example/", enabled: false };
  switch (number % 7) {
    case 0:
      return named(["url"], { url: all.url });
    case 1:
      return named(["name"], { name: all.name });
    case 2:
      return named(["enabled"], { enabled: false });
    case 3:
      return named(["events.messagesUpsert"], { events: { messagesUpsert: false } });
    case 4:
      return named(paths, { events: flags });
    case 5:
      return named(["name", "url", "enabled", ...paths], { ...all, events: flags });
    default:
      remove(server, instance);
      return { resource: instance, instance, status: "deleted", properties: [] };
  }
}

function plantInFleet(server: Emulator): Planted[] {
  const [named = "", flagged = "", gone = "", alsoGone = ""] = memberIds();
  edit(server, named, { name: "by hand", enabled: false });
  edit(server, flagged, { events: { messagesUpsert: false, sendMessage: true } });
  for (const instance of [gone, alsoGone]) remove(server, instance);
  const member = (instance: string, properties: readonly string[]): Planted => ({
    resource: "fleet",
    instance,
    status: properties.length > 0 ? "changed" : "deleted",
    properties,
  });
  return [
    member(named, ["enabled", "name"]),
    member(flagged, ["events.messagesUpsert", "events.sendMessage"]),
    member(gone, []),
    member(alsoGone, []),
  ];
}

function edit(server: Emulator, instance: string, change: WebhookEdit): void {
  for (const { webhookId } of server.webhooks(instance)) server.edit(instance, webhookId, change);
}

function remove(server: Emulator, instance: string): void {
  for (const { webhookId } of server.webhooks(instance)) server.remove(instance, webhookId);
}

function formOf(index: number): (typeof FORMS)[number] {
  const form = FORMS[index % FORMS.length];
  if (!form) throw new Error("there is no form of events");
  return form;
}

function singleId(index: number): string {
  return `shop-${String(index).padStart(4, "0")}`;
}

function memberIds(): string[] {
  return Array.from({ length: MEMBERS }, (_, index) => `member-${index}`);
}
