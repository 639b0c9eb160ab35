import { diffWebhook } from "../../provider/webhook/diff";
import type { WebhookInputs, WebhookState } from "../../provider/webhook/types";
import { UNKNOWN } from "../../provider/webhook/unknown";

const BASE_URL = "https://api.example";

const INPUTS: WebhookInputs = {
  instanceId: "shop-01",
  name: "orders",
  url: "https://shop.example/hook",
  enabled: true,
  events: { messagesUpsert: true, sendMessage: false },
  otherEvents: "leave",
};
const STATE: WebhookState = {
  ...INPUTS,
  webhookId: "1",
  baseUrl: BASE_URL,
  subscribedEvents: ["messagesUpsert"],
};

const diff = (news: object, olds: object = {}, baseUrl: string | undefined = BASE_URL) =>
  diffWebhook("1", { ...STATE, ...olds }, { ...INPUTS, ...news }, baseUrl);

test("the same declaration changes nothing", () => {
  expect(diff({})).toEqual({ changed: [], replaces: [] });
});

test.each<[string, object, string[]]>([
  ["name", { name: "sales" }, ["name"]],
  ["url", { url: "https://shop.example/other" }, ["url"]],
  ["enabled", { enabled: false }, ["enabled"]],
  ["one flag", { events: { messagesUpsert: true, sendMessage: true } }, ["events.sendMessage"]],
  ["a flag more", { events: { ...INPUTS.events, callUpsert: true } }, ["events.callUpsert"]],
  ["a flag less", { events: { messagesUpsert: true } }, ["events.sendMessage"]],
  ["otherEvents", { otherEvents: "off" }, ["otherEvents"]],
  ["a token of its own", { token: "token" }, ["token"]],
  ["onDestroy", { onDestroy: "retain" }, ["onDestroy"]],
])("%s is changed by an update", (_what, news, changed) => {
  expect(diff(news)).toEqual({ changed, replaces: [] });
});

test.each<[string, object, string]>([
  ["instanceId", { instanceId: "shop-02" }, "instanceId"],
  ["webhookId", { webhookId: "2" }, "webhookId"],
])("another %s replaces", (_what, news, property) => {
  expect(diff(news)).toMatchObject({ replaces: [property], changed: expect.arrayContaining([property]) });
});

test("declaring the webhookId that the resource has anyway does not replace it", () => {
  expect(diff({ webhookId: "1" }).replaces).toEqual([]);
});

test("every property that changes is named, not just the first", () => {
  const { changed } = diff({
    instanceId: "x",
    name: "x",
    url: "x",
    enabled: false,
    otherEvents: "on",
    token: "x",
  });
  expect(changed).toEqual(["instanceId", "name", "url", "enabled", "otherEvents", "token"]);
});

describe("the server", () => {
  test("is compared with the one that the webhook lives on; another one is an update", () => {
    expect(diff({}, {}, "https://other.example")).toEqual({ changed: ["baseUrl"], replaces: [] });
  });

  test("is no change where none is configured", () => {
    expect(diffWebhook("1", STATE, INPUTS, undefined).changed).toEqual([]);
  });
});

describe("onDestroy", () => {
  test("that says its default, delete, changes nothing", () => {
    expect(diff({ onDestroy: "delete" }).changed).toEqual([]);
  });

  test("has the default retain where webhookId is declared", () => {
    expect(diff({ webhookId: "1" }).changed).toEqual(["onDestroy"]);
    expect(diff({ webhookId: "1" }, { declared: ["webhookId"] }).changed).toEqual([]);
    expect(diff({ webhookId: "1", onDestroy: "retain" }, { declared: ["webhookId"] }).changed).toEqual([]);
    expect(diff({ webhookId: "1", onDestroy: "delete" }, { declared: ["webhookId"] }).changed).toEqual([
      "onDestroy",
    ]);
  });
});

describe("a value that is unknown in a preview counts as a change", () => {
  test.each(["name", "url", "enabled", "token", "onDestroy"])("of %s", (name) => {
    expect(diff({ [name]: UNKNOWN })).toEqual({ changed: [name], replaces: [] });
  });

  test("of events, as a whole", () => {
    expect(diff({ events: UNKNOWN, otherEvents: UNKNOWN }).changed).toEqual(["events"]);
  });

  test("of the identity, which replaces", () => {
    expect(diff({ instanceId: UNKNOWN }).replaces).toEqual(["instanceId"]);
    expect(diff({ webhookId: UNKNOWN }).replaces).toEqual(["webhookId"]);
  });

  test("of the server", () => {
    expect(diff({}, {}, UNKNOWN).changed).toEqual(["baseUrl"]);
  });
});
