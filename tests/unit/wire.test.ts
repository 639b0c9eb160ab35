import { type GenericSchema, getDotPath, is, parse, safeParse } from "valibot";
import {
  deletedAnswer,
  eventsAnswer,
  type LiveWebhook,
  webhookAnswer,
  webhookListAnswer,
} from "../../provider/api/wire";

const ANSWER = {
  webhookId: "id-1",
  name: "orders",
  url: "https://shop.example/hook",
  enabled: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  instanceInstanceId: "shop-01",
  WebhookEvents: { sendMessage: true, messagesSet: false, webhookEventsId: "events-1", createdAt: "x" },
};

const problemsOf = (schema: GenericSchema, answer: unknown) =>
  safeParse(schema, answer).issues?.map((issue) => `${getDotPath(issue)}: ${issue.message}`);
const flag = (on: boolean, spelling: string) => [spelling, { on, spelling }] as const;

describe("an answer with a webhook", () => {
  test("is read; members beside the documented ones are ignored", () => {
    expect(parse(webhookAnswer, { ...ANSWER, headers: { a: "b" }, more: 1 })).toEqual({
      webhookId: "id-1",
      name: "orders",
      url: "https://shop.example/hook",
      enabled: true,
      createdAt: "2026-01-01T00:00:00.000Z",
      events: new Map([flag(true, "sendMessage"), flag(false, "messagesSet")]),
    });
  });

  test.each([
    [7, "7"],
    [0, "0"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    ["007", "007"],
    ["..7", "..7"],
    ["...", "..."],
  ])("may have the id %p, which is a string from then on", (webhookId, id) => {
    expect(parse(webhookAnswer, { ...ANSWER, webhookId }).webhookId).toBe(id);
  });

  const UNUSABLE = [1.5, 2 ** 53, "", null, undefined, true, {}, ["id"], ".", "..", "7\ud800", "\ud8007"];
  test.each(UNUSABLE)("must not have the id %p", (webhookId) => {
    expect(problemsOf(webhookAnswer, { ...ANSWER, webhookId })).toEqual([
      expect.stringMatching(/^webhookId: expected /),
    ]);
  });

  test("without enabled is disabled, as the API documents", () => {
    const { enabled, ...rest } = ANSWER;
    expect(parse(webhookAnswer, rest).enabled).toBe(false);
  });

  test.each([undefined, null])("may leave WebhookEvents and createdAt out (%p)", (nothing) => {
    const live = parse(webhookAnswer, { ...ANSWER, WebhookEvents: nothing, createdAt: nothing });
    expect(live).toMatchObject({ events: undefined, createdAt: undefined });
  });

  test.each([
    ["name: expected a string", { name: 5 }],
    ["url: expected a string", { url: null }],
    ["enabled: expected true or false", { enabled: "true" }],
    ["createdAt: expected a string", { createdAt: 5 }],
    ["WebhookEvents: expected an object", { WebhookEvents: [] }],
    ["WebhookEvents: expected an object", { WebhookEvents: "all" }],
    ["WebhookEvents.sendMessage: expected true or false", { WebhookEvents: { sendMessage: "true" } }],
    ["WebhookEvents.statusInstance: expected true or false", { WebhookEvents: { statusInstance: 1 } }],
  ])("is refused with %j, which shows no value", (problem, change) => {
    expect(problemsOf(webhookAnswer, { ...ANSWER, ...change })).toEqual([problem]);
  });

  test.each([null, undefined, 5, "text", [], [ANSWER], true])("is not %p", (body) => {
    expect(is(webhookAnswer, body)).toBe(false);
  });
});

describe("the flags in WebhookEvents", () => {
  const flagsOf = (events: object) => parse(webhookAnswer, { ...ANSWER, WebhookEvents: events }).events;

  test("have the catalogue's names and keep the server's spelling", () => {
    expect(flagsOf({ statusInstance: false })).toEqual(
      new Map([["stateInstance", { on: false, spelling: "statusInstance" }]]),
    );
  });

  test.each([
    ["first", { stateInstance: true, statusInstance: false }],
    ["last", { statusInstance: false, stateInstance: true }],
  ])("under both spellings count by the schema's, be it %s", (_where, events) => {
    expect(flagsOf(events)).toEqual(new Map([flag(true, "stateInstance")]));
  });

  test("of a newer server are flags, too", () => {
    expect(flagsOf({ flagOfTomorrow: true })).toEqual(new Map([flag(true, "flagOfTomorrow")]));
  });

  test("are not what else stands there", () => {
    const others = {
      webhookEventsId: true,
      webhookId: true,
      webhookWebhookId: true,
      createdAt: true,
      updatedAt: true,
      flagsOfTomorrow: ["a"],
      "no flag": true,
      Capital: true,
    };
    expect(flagsOf(others)).toEqual(new Map());
  });

  test("never reach an object's prototype", () => {
    const hostile = JSON.parse(
      '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
    );
    expect(flagsOf(hostile)).toEqual(new Map());
    expect(parse(webhookAnswer, { ...ANSWER, ...hostile })).not.toHaveProperty("polluted");
    expect({}).not.toHaveProperty("polluted");
  });
});

test("the answer of the list is a list of webhooks", () => {
  expect(parse(webhookListAnswer, [])).toEqual([]);
  expect(
    parse(webhookListAnswer, [ANSWER, { ...ANSWER, webhookId: 2 }]).map(({ webhookId }) => webhookId),
  ).toEqual(["id-1", "2"]);
  expect(is(webhookListAnswer, { webhooks: [] })).toBe(false);
  expect(problemsOf(webhookListAnswer, [ANSWER, {}])).toContain("1.webhookId: is missing");
});

describe("the answer of PATCH", () => {
  test("may be the whole webhook", () => {
    expect((parse(eventsAnswer, ANSWER) as LiveWebhook).webhookId).toBe("id-1");
  });

  test.each([
    ["its events", ANSWER.WebhookEvents],
    ["its events under their name", { WebhookEvents: ANSWER.WebhookEvents }],
  ])("may be %s", (_what, body) => {
    expect(parse(eventsAnswer, body)).toEqual(
      new Map([flag(true, "sendMessage"), flag(false, "messagesSet")]),
    );
  });

  test("may be its events with the webhook's id among them", () => {
    expect(parse(eventsAnswer, { sendMessage: true, webhookId: "id-1" })).toEqual(
      new Map([flag(true, "sendMessage")]),
    );
  });

  const { webhookId: _, WebhookEvents: __, ...withoutId } = ANSWER;
  test.each([
    ...[undefined, null, "OK", 1, true, [], {}, { success: true }, { WebhookEvents: null }],
    ...[{ webhookId: "id-1", enabled: true }, withoutId],
  ])("may say nothing: %p", (body) => {
    expect(parse(eventsAnswer, body)).toBeUndefined();
  });

  test("may be a webhook without its id: then its events are read", () => {
    expect(parse(eventsAnswer, { ...withoutId, WebhookEvents: { sendMessage: true } })).toEqual(
      new Map([flag(true, "sendMessage")]),
    );
  });

  test("is refused where a flag is neither true nor false", () => {
    expect(problemsOf(eventsAnswer, { sendMessage: "on" })).toEqual(["sendMessage: expected true or false"]);
    expect(problemsOf(eventsAnswer, { WebhookEvents: { sendMessage: "on" } })).toEqual([
      "WebhookEvents.sendMessage: expected true or false",
    ]);
    expect(is(eventsAnswer, { ...ANSWER, name: 5 })).toBe(false);
  });
});

describe("the answer of DELETE", () => {
  test("may be the deleted webhook", () => {
    expect(parse(deletedAnswer, ANSWER)).toMatchObject({ webhookId: "id-1" });
  });

  test.each([undefined, null, "OK", {}, { ...ANSWER, name: 5 }])("may show none: %p", (body) => {
    expect(parse(deletedAnswer, body)).toBeNull();
  });
});
