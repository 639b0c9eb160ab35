/** One row of the event catalogue. */
export interface EventDescription {
  /** The flag's name in the API's schema. */
  readonly name: string;
  /** The event's own name: `event` in what is delivered. */
  readonly event: string;
  /** What the flag switches on, in the API's own words. */
  readonly description: string;
  /** The API marks the flag as deprecated. */
  readonly deprecated?: true;
  /** The flag has an effect only with this authentication type. */
  readonly onlyWith?: "jwt";
  /** Another spelling that the API's documents use for the same flag. */
  readonly alias?: string;
  /** Where the fact comes from: a document of the API, or the first server version that knows the flag. */
  readonly source: "Define Events" | "Update Webhook" | "server 2.2.1";
  /**
   * Where the shape of the sample data comes from, since the API has no page on this event: another event of
   * the API, or the open-source server whatsapp-api, which sends this event, too. Default: from the event's page.
   */
  readonly sampleLike?: "messages.upsert" | "chats.upsert" | "contacts.upsert" | "whatsapp-api";
}

/**
 * The event catalogue: every event flag that a CodeChat server may know, sorted by name. It is the
 * source of the {@link EventName} type, of validation and of the tables in the documentation.
 *
 * Which of them one server knows differs by version; that is learned from its PUT answer.
 *
 * @see "Define Events" (`PATCH …/webhook/:webhookId/events`) and "Update Webhook" (`PUT …/webhook/:webhookId`) of the CodeChat API v2.
 */
export const EVENT_CATALOGUE = [
  {
    name: "callUpsert",
    event: "call.upsert",
    description: "Enable notification of new calls.",
    source: "Update Webhook",
    sampleLike: "whatsapp-api",
  },
  {
    name: "chatsDelete",
    event: "chats.delete",
    description: "Enable notification when a chat is deleted.",
    deprecated: true,
    source: "Define Events",
    sampleLike: "chats.upsert",
  },
  {
    name: "chatsSet",
    event: "chats.set",
    description: "Enables sending all loaded chats.",
    source: "Define Events",
  },
  {
    name: "chatsUpdate",
    event: "chats.update",
    description: "Enable notification of each chat update in the conversation.",
    source: "Define Events",
  },
  {
    name: "chatsUpsert",
    event: "chats.upsert",
    description: "Enable notification of every new chat started.",
    source: "Define Events",
  },
  {
    name: "connectionUpdate",
    event: "connection.update",
    description: "Enable notification when connection status changes.",
    source: "Define Events",
  },
  {
    name: "contactsSet",
    event: "contacts.set",
    description: "Enables sending the initial batch of loaded contacts.",
    source: "Define Events",
    sampleLike: "contacts.upsert",
  },
  {
    name: "contactsUpdate",
    event: "contacts.update",
    description: "Enable update notification for each contact in the conversation.",
    source: "Define Events",
  },
  {
    name: "contactsUpsert",
    event: "contacts.upsert",
    description: "Enables sending a new contact with additional information.",
    source: "Define Events",
  },
  {
    name: "groupParticipantsUpdate",
    event: "group-participants.update",
    description: "Enable notification when a member of a group is updated.",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
  {
    name: "groupUpdate",
    event: "groups.update",
    description: "Enable notification when a group is updated.",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
  {
    name: "groupsUpsert",
    event: "groups.upsert",
    description: "Enable notification when a group is created.",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
  {
    name: "labelAssociation",
    event: "labels.association",
    description: "Enable notification when a label is attached or removed.",
    source: "server 2.2.1",
    sampleLike: "whatsapp-api",
  },
  {
    name: "labelEdit",
    event: "labels.edit",
    description: "Enable notification when a label is edited.",
    source: "server 2.2.1",
    sampleLike: "whatsapp-api",
  },
  {
    name: "messagesSet",
    event: "messages.set",
    description: "Enables batch sending of old messages.",
    source: "Define Events",
    sampleLike: "messages.upsert",
  },
  {
    name: "messagesUpdate",
    event: "messages.update",
    description: "Enables sending all updates to the incoming or outgoing message.",
    source: "Define Events",
  },
  {
    name: "messagesUpsert",
    event: "messages.upsert",
    description: "Enables sending of all new incoming messages.",
    source: "Define Events",
  },
  {
    name: "newJwt",
    event: "new.jwt",
    description: "Enable notification when the json web token is updated.",
    onlyWith: "jwt",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
  {
    name: "presenceUpdate",
    event: "presence.update",
    description: "Enables notification of contact behavior in chat.",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
  {
    name: "qrcodeUpdate",
    event: "qrcode.updated",
    description: "Enables sending the qr code.",
    source: "Define Events",
  },
  {
    name: "sendMessage",
    event: "send.message",
    description: "Enables the sending of all messages sent by the API.",
    source: "Define Events",
    sampleLike: "messages.upsert",
  },
  {
    name: "stateInstance",
    event: "status.instance",
    description: "Enables sending instance State.",
    alias: "statusInstance",
    source: "Define Events",
    sampleLike: "whatsapp-api",
  },
] as const satisfies readonly EventDescription[];

/** The name of an event flag, as the API's schema spells it. */
export type EventName = (typeof EVENT_CATALOGUE)[number]["name"];

/** Spellings that a declaration may use beside the names: `statusInstance` stands for `stateInstance`. */
export type EventAlias = Extract<(typeof EVENT_CATALOGUE)[number], { alias: string }>["alias"];

/** A row of the event catalogue, with the name of a known flag. */
export type CatalogueEvent = EventDescription & { readonly name: EventName };

const rows: readonly CatalogueEvent[] = EVENT_CATALOGUE;

/** All event names, sorted. */
export const EVENT_NAMES: readonly string[] = rows.map((row) => row.name);

/**
 * The flags in the schema of "Define Events": the vocabulary that is assumed of a server whose PUT
 * answer carries no `WebhookEvents`.
 */
export const SCHEMA_EVENT_NAMES: readonly string[] = rows
  .filter((row) => row.source === "Define Events")
  .map((row) => row.name);

const byName = new Map<string, CatalogueEvent>(rows.map((row) => [row.name, row]));
const nameByAlias = new Map(rows.flatMap((row) => (row.alias ? [[row.alias, row.name]] : [])));

/**
 * The catalogue's name for a spelling: the name itself, or the one that an alias stands for.
 * A spelling that the catalogue does not know (a newer server's flag) is returned as it is.
 */
export function canonicalEventName(spelling: string): string {
  return nameByAlias.get(spelling) ?? spelling;
}

/** The catalogue's row for a flag's name or alias, which is what a declaration may say; `undefined` if there is none. */
export function describeEvent(spelling: string): CatalogueEvent | undefined {
  return byName.get(canonicalEventName(spelling));
}

/**
 * The catalogue's row for an event, by what a person calls it: the event's own name (`messages.upsert`), its flag
 * (`messagesUpsert`) or the flag's alias; `undefined` if there is none.
 */
export function findEvent(spelling: string): CatalogueEvent | undefined {
  return rows.find((row) => row.event === spelling) ?? describeEvent(spelling);
}
