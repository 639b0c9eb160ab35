import type { EventName } from "./events";

/** When and where a sample event happens, in the forms that its data has. */
interface Occasion {
  readonly instanceId: string;
  /** ISO 8601. */
  readonly iso: string;
  /** Seconds since the epoch. */
  readonly seconds: number;
  /** Different for each millisecond, so that a receiver does not take an event for one that it has had. */
  readonly id: string;
}

type Sample = (occasion: Occasion) => unknown;

/** The WhatsApp account of the sample instance. */
export const SHOP = "5511999990000@s.whatsapp.net";
export const SHOP_NAME = "Sample shop";
export const PICTURE_URL = "https://example.com/picture.jpg";

const CUSTOMER = "5511999990001@s.whatsapp.net";
const CUSTOMER_NAME = "Maria Souza";
const GROUP = "120363000000000001@g.us";
const LABEL = "1";
/** One pixel as a PNG. */
const QR_PICTURE =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const message =
  (keyParticipant: string, pushName: string, text: string, source: "android" | "api"): Sample =>
  ({ iso, seconds, id }) => ({
    messageId: `message-${id}`,
    keyId: `3EB0${id}`,
    keyRemoteJid: CUSTOMER,
    keyParticipant,
    pushName,
    contentType: "extendedTextMessage",
    content: { text },
    source,
    messageTimestamp: seconds,
    createdAt: iso,
  });

const received = message(CUSTOMER, CUSTOMER_NAME, "Hello! Is my order on its way?", "android");
const sent = message(SHOP, SHOP_NAME, "Your order is on its way.", "api");

const chats: Sample = ({ iso, id }) => [{ chatId: `chat-${id}`, remoteJid: CUSTOMER, createdAt: iso }];

const contacts: Sample = ({ iso, id }) => [
  {
    contactId: `contact-${id}`,
    pushName: CUSTOMER_NAME,
    remoteJid: CUSTOMER,
    pictureUrl: PICTURE_URL,
    createdAt: iso,
  },
];

/** Sample data of each event. Where the catalogue has `sampleLike`, the API has no page on the event's data. */
const SAMPLES: Readonly<Record<EventName, Sample>> = {
  callUpsert: ({ iso, id }) => ({
    chatId: CUSTOMER,
    from: CUSTOMER,
    id: `call-${id}`,
    date: iso,
    status: "offer",
    isVideo: false,
    isGroup: false,
    offline: false,
  }),
  chatsDelete: chats,
  chatsSet: chats,
  chatsUpdate: chats,
  chatsUpsert: chats,
  connectionUpdate: () => ({ state: "open", statusReason: 200 }),
  contactsSet: contacts,
  contactsUpdate: contacts,
  contactsUpsert: contacts,
  groupParticipantsUpdate: () => ({ id: GROUP, author: SHOP, participants: [CUSTOMER], action: "add" }),
  groupUpdate: () => [{ id: GROUP, subject: "Orders of the week" }],
  groupsUpsert: ({ seconds }) => [
    {
      id: GROUP,
      subject: "Orders",
      owner: SHOP,
      creation: seconds,
      size: 2,
      participants: [
        { id: SHOP, admin: "superadmin" },
        { id: CUSTOMER, admin: null },
      ],
    },
  ],
  labelAssociation: () => ({
    type: "add",
    association: { type: "label_jid", chatId: CUSTOMER, labelId: LABEL },
  }),
  labelEdit: () => ({ id: LABEL, name: "Paid", color: 3, deleted: false }),
  messagesSet: (occasion) => [received(occasion)],
  messagesUpdate: ({ iso, id }) => ({
    messageStatusId: `status-${id}`,
    status: "READ",
    dateTime: iso,
    messageMessageId: `message-${id}`,
  }),
  messagesUpsert: received,
  newJwt: () => ({ auth: "sample-token" }),
  presenceUpdate: () => ({ id: CUSTOMER, presences: { [CUSTOMER]: { lastKnownPresence: "composing" } } }),
  qrcodeUpdate: ({ id }) => ({ code: `2@sample-${id}`, base64: QR_PICTURE }),
  sendMessage: sent,
  stateInstance: ({ instanceId }) => ({ instance: instanceId, status: "loaded" }),
};

/** The `data` of a sample of the event that happens in this instance at this time. */
export function sampleData(event: EventName, instanceId: string, date: Date): unknown {
  const milliseconds = date.getTime();
  return SAMPLES[event]({
    instanceId,
    iso: date.toISOString(),
    seconds: Math.floor(milliseconds / 1000),
    id: milliseconds.toString(16).toUpperCase(),
  });
}
