import * as v from "valibot";
import { EVENT_CATALOGUE, type EventDescription, findEvent, sampleDelivery } from "../../provider/events";

const DATE = new Date("2026-11-28T10:00:00.500Z");
const AT = { instanceId: "shop-01", date: DATE };
const rows: readonly EventDescription[] = EVENT_CATALOGUE;

const text = v.pipe(v.string(), v.nonEmpty());
const timestamp = v.pipe(v.string(), v.isoTimestamp());
const int32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));
const jid = v.pipe(v.string(), v.regex(/^\d+@(s\.whatsapp\.net|g\.us)$/));

const chats = v.array(v.strictObject({ chatId: text, remoteJid: jid, createdAt: timestamp }));
const contacts = v.array(
  v.strictObject({
    contactId: text,
    pushName: text,
    remoteJid: jid,
    pictureUrl: v.pipe(v.string(), v.url()),
    createdAt: timestamp,
  }),
);
const message = v.strictObject({
  messageId: text,
  keyId: text,
  keyRemoteJid: jid,
  keyParticipant: jid,
  pushName: text,
  contentType: text,
  content: v.record(v.string(), v.unknown()),
  source: v.picklist(["ios", "android", "web", "api"]),
  messageTimestamp: int32,
  createdAt: timestamp,
});

/** The pages of the API's reference on events, each by the event's own name. */
const PAGES: Readonly<Record<string, v.GenericSchema>> = {
  "chats.set": chats,
  "chats.update": chats,
  "chats.upsert": chats,
  "connection.update": v.strictObject({
    state: v.picklist(["close", "connecting", "open"]),
    statusReason: int32,
  }),
  "contacts.update": contacts,
  "contacts.upsert": contacts,
  "messages.update": v.strictObject({
    messageStatusId: text,
    status: v.picklist(["PENDING", "ERROR", "SERVER_ACK", "DELIVERY_ACK", "READ", "PLAYED"]),
    dateTime: timestamp,
    messageMessageId: text,
  }),
  "messages.upsert": message,
  "qrcode.updated": v.strictObject({ code: text, base64: text }),
};

const envelope = v.strictObject({
  instance: v.strictObject({
    instanceId: v.literal("shop-01"),
    name: text,
    state: v.picklist(["active", "inactive"]),
    connection: v.picklist(["open", "close", "refused"]),
    createdAt: timestamp,
    WhatsApp: v.strictObject({
      whatsappId: text,
      remoteJid: jid,
      pictureUrl: v.pipe(v.string(), v.url()),
      pushName: text,
      createdAt: timestamp,
    }),
    Business: v.strictObject({ businessId: text, name: text }),
  }),
  data: v.custom((data) => typeof data === "object" && data !== null),
  event: text,
});

describe("the names of events", () => {
  test("no two rows share a flag, an alias or an event name", () => {
    const spellings = rows.flatMap(({ name, event, alias }) => [name, event, ...(alias ? [alias] : [])]);
    expect(spellings).toHaveLength(new Set(spellings).size);
  });

  test("events are written with dots, in lower case", () => {
    for (const { event } of rows) expect(event).toMatch(/^[a-z]+(-[a-z]+)?\.[a-z]+$/);
  });

  test.each(["messages.upsert", "messagesUpsert"])("%s is found", (spelling) => {
    expect(findEvent(spelling)).toMatchObject({ name: "messagesUpsert", event: "messages.upsert" });
  });

  test.each(["status.instance", "statusInstance", "stateInstance"])("%s is stateInstance", (spelling) => {
    expect(findEvent(spelling)?.name).toBe("stateInstance");
  });

  test.each(["flagOfTomorrow", "messages", "MESSAGES.UPSERT", "constructor", "__proto__", ""])(
    "%j is no event",
    (spelling) => {
      expect(findEvent(spelling)).toBeUndefined();
    },
  );
});

describe("a sample delivery", () => {
  test.each(rows)("of $event has the envelope of the API v2", ({ name, event }) => {
    const { body } = sampleDelivery(name, AT);
    expect(v.safeParse(envelope, body).issues).toBeUndefined();
    expect(body.event).toBe(event);
    expect(sampleDelivery(event, AT)).toEqual(sampleDelivery(name, AT));
  });

  test("has the ids of its body as headers", () => {
    const { headers, body } = sampleDelivery("messages.upsert", AT);
    const { instanceId, Business, WhatsApp } = v.parse(envelope, body).instance;
    expect(headers).toEqual({
      "x-businessId": Business.businessId,
      "x-instanceId": instanceId,
      "x-whatsappId": WhatsApp.whatsappId,
    });
  });

  test("can be sent for an instance of any name: headers take ASCII alone", () => {
    const { headers, body } = sampleDelivery("messages.upsert", { ...AT, instanceId: "größe 店" });
    expect(headers["x-instanceId"]).toBe("gr%C3%B6%C3%9Fe %E5%BA%97");
    expect(body.instance).toMatchObject({ instanceId: "größe 店" });
  });

  test.each(rows.filter(({ sampleLike }) => sampleLike === undefined))(
    "of $event has the data that its page describes",
    ({ event }) => {
      const page = PAGES[event] ?? v.never();
      expect(v.safeParse(page, sampleDelivery(event, AT).body.data).issues).toBeUndefined();
    },
  );

  test("says of every event without a page whose data it has", () => {
    const without = rows.filter(({ event }) => !Object.hasOwn(PAGES, event));
    expect(without.filter(({ sampleLike }) => sampleLike === undefined)).toEqual([]);
    for (const { event, sampleLike = "whatsapp-api" } of without) {
      if (sampleLike === "whatsapp-api") continue;
      const page = PAGES[sampleLike] ?? v.never();
      const { data } = sampleDelivery(event, AT).body;
      const one = v.union([page, v.array(page)]);
      expect([event, v.safeParse(one, data).issues]).toEqual([event, undefined]);
    }
  });

  test("has its times from the date, and other ids at another time", () => {
    expect(sampleDelivery("messages.upsert", AT).body.data).toMatchObject({
      messageTimestamp: DATE.getTime() / 1000 - 0.5,
      createdAt: DATE.toISOString(),
    });
    const idAt = (date: Date) =>
      (sampleDelivery("messages.upsert", { ...AT, date }).body.data as { keyId: string }).keyId;
    expect(idAt(DATE)).toBe(idAt(new Date(DATE)));
    expect(idAt(DATE)).not.toBe(idAt(new Date(DATE.getTime() + 1)));
  });

  test.each([{ text: "mine" }, [], null, 0, "", false])(
    "has the own data %j in the sample's place",
    (data) => {
      expect(sampleDelivery("messages.upsert", { ...AT, data }).body.data).toBe(data);
    },
  );

  test("of an event that the catalogue does not know has its name and no data", () => {
    expect(sampleDelivery("flagOfTomorrow", AT).body).toMatchObject({ event: "flagOfTomorrow", data: {} });
    expect(sampleDelivery("constructor", AT).body).toMatchObject({ event: "constructor", data: {} });
    expect(sampleDelivery("flagOfTomorrow", { ...AT, data: [1] }).body).toMatchObject({ data: [1] });
  });
});
