import fc from "fast-check";
import { EVENT_NAMES } from "../../provider/api/events";
import type { EventFlags, LiveWebhook } from "../../provider/api/wire";
import { canonicalEvents, planEvents } from "../../provider/webhook/events";
import {
  changedLive,
  inputsOf,
  onDestroyOf,
  onDestroyOfState,
  refreshedState,
  serverShown,
  stateOf,
} from "../../provider/webhook/state";
import type { WebhookInputs } from "../../provider/webhook/types";

const INPUTS: WebhookInputs = {
  instanceId: "shop-01",
  name: "orders",
  url: "https://shop.example/hook",
  enabled: true,
  ...canonicalEvents(["sendMessage"]),
};

const flags = (map: Record<string, boolean>): EventFlags =>
  new Map(Object.entries(map).map(([name, on]) => [name, { on, spelling: name }]));

const LIVE: LiveWebhook = {
  webhookId: "1",
  name: "orders",
  url: INPUTS.url,
  enabled: true,
  createdAt: "2026-01-01T00:00:00.000Z",
  events: flags({ sendMessage: true, messagesSet: false }),
};

const stateFrom = (inputs: WebhookInputs, live = LIVE) =>
  stateOf(inputs, live.webhookId, "https://api.example", serverShown(live));

describe("the state of a webhook", () => {
  test("is what is declared, and what only the server knows", () => {
    expect(stateFrom(INPUTS)).toEqual({
      ...INPUTS,
      webhookId: "1",
      baseUrl: "https://api.example",
      createdAt: LIVE.createdAt,
      subscribedEvents: ["sendMessage"],
    });
  });

  test("has no updatedAt, and no createdAt where the server does not say", () => {
    const state = stateFrom(INPUTS, { ...LIVE, createdAt: undefined, events: undefined });
    expect(Object.keys(state)).not.toContain("createdAt");
    expect(Object.keys(state)).not.toContain("updatedAt");
    expect(state.subscribedEvents).toEqual([]);
  });

  test("remembers which of webhookId and baseUrl were declared, for read has to return the inputs", () => {
    expect(stateFrom({ ...INPUTS, webhookId: "1" }).declared).toEqual(["webhookId"]);
    expect(stateFrom({ ...INPUTS, baseUrl: "https://api.example" }).declared).toEqual(["baseUrl"]);
    expect(stateFrom(INPUTS)).not.toHaveProperty("declared");
  });

  test.each<[string, object]>([
    ["nothing optional", {}],
    ["a webhookId", { webhookId: "1" }],
    ["a baseUrl", { baseUrl: "https://api.example" }],
    [
      "everything",
      { webhookId: "1", baseUrl: "https://api.example", token: "t", adopt: false, onDestroy: "disable" },
    ],
  ])("gives back the inputs that it came from: %s", (_what, declared) => {
    const inputs = { ...INPUTS, ...declared };
    expect(inputsOf(stateFrom(inputs))).toEqual(inputs);
  });

  test("stays below 800 bytes, inputs and outputs, with three events declared", () => {
    const line = { __provider: 'exports.handler = () => require("pulumi-codechat/provider").webhook' };
    const inputs = { ...INPUTS, ...canonicalEvents(["messagesUpsert", "sendMessage", "connectionUpdate"]) };
    const on = Object.fromEntries(Object.keys(inputs.events).map((name) => [name, true]));
    const id = "0b7f3f0e-3d5c-4f0e-9c56-0d5d3c9f8a11";
    const state = stateFrom(inputs, { ...LIVE, webhookId: id, events: flags(on) });
    const bytes =
      JSON.stringify({ ...inputs, ...line }).length + JSON.stringify({ ...state, ...line }).length;
    expect(bytes).toBeLessThanOrEqual(800);
  });
});

describe("a refreshed state", () => {
  test("of a webhook that is as declared is the same state", () => {
    expect(refreshedState(stateFrom(INPUTS), LIVE)).toEqual(stateFrom(INPUTS));
  });

  test("has the live values in it, in the form of the declaration", () => {
    const live = {
      ...LIVE,
      name: "by hand",
      enabled: false,
      events: flags({ sendMessage: false, messagesSet: true }),
    };
    const refreshed = refreshedState(stateFrom(INPUTS), live);
    expect(refreshed).toMatchObject({
      name: "by hand",
      enabled: false,
      events: { messagesSet: true, sendMessage: false },
      otherEvents: "off",
      subscribedEvents: ["messagesSet"],
    });
    expect(inputsOf(refreshed)).toMatchObject({
      name: "by hand",
      events: { messagesSet: true, sendMessage: false },
    });
  });

  test("keeps the events and createdAt that it had where the server does not show any", () => {
    const live = { ...LIVE, events: undefined, createdAt: undefined };
    expect(refreshedState(stateFrom(INPUTS), live)).toEqual(stateFrom(INPUTS));
  });

  test("has createdAt where the server shows it now", () => {
    const before = stateFrom(INPUTS, { ...LIVE, createdAt: undefined });
    expect(refreshedState(before, LIVE).createdAt).toBe(LIVE.createdAt);
  });

  test("keeps user info out of a url that someone else set, for nobody marked it as a secret", () => {
    const url = "https://user:password@shop.example/hook";
    expect(refreshedState(stateFrom(INPUTS), { ...LIVE, url }).url).toBe(
      "https://redacted@shop.example/hook",
    );
    expect(refreshedState(stateFrom({ ...INPUTS, url }), { ...LIVE, url }).url).toBe(url);
    expect(refreshedState(stateFrom(INPUTS), { ...LIVE, url: "https://user@shop.example/" }).url).toBe(
      "https://redacted@shop.example/",
    );
    expect(refreshedState(stateFrom(INPUTS), { ...LIVE, url: "https://:password@shop.example/" }).url).toBe(
      "https://redacted@shop.example/",
    );
    for (const harmless of ["https://shop.example/by-hand", "no url"]) {
      expect(refreshedState(stateFrom(INPUTS), { ...LIVE, url: harmless }).url).toBe(harmless);
    }
  });

  test("round-trips every declaration that is settled", () => {
    const anyMap = fc.dictionary(fc.constantFrom(...EVENT_NAMES), fc.boolean());
    const anyOther = fc.constantFrom("off" as const, "on" as const, "leave" as const);
    fc.assert(
      fc.property(anyMap, anyOther, anyMap, (events, otherEvents, live) => {
        const inputs = { ...INPUTS, ...canonicalEvents(events, otherEvents) };
        const { wanted } = planEvents(inputs, flags(live));
        const settled = { ...LIVE, events: flags({ ...live, ...Object.fromEntries(wanted) }) };
        expect(inputsOf(refreshedState(stateFrom(inputs, settled), settled))).toEqual(inputs);
      }),
    );
  });
});

describe("what is live otherwise than declared", () => {
  test("is nothing for a webhook that is as declared, or does not show its events", () => {
    expect(changedLive(INPUTS, LIVE)).toEqual({});
    expect(changedLive(INPUTS, { ...LIVE, events: undefined })).toEqual({});
  });

  test("is told by property, with the live value", () => {
    const live = {
      ...LIVE,
      name: "x",
      url: "https://u:password@x",
      enabled: false,
      events: flags({ chatsSet: true }),
    };
    expect(changedLive(INPUTS, live)).toEqual({
      name: "x",
      url: "https://redacted@x/",
      enabled: false,
      "events.chatsSet": true,
    });
  });
});

test("what is declared decides what destroy does; else what was taken over is kept and the rest deleted", () => {
  expect(onDestroyOf("disable", true)).toBe("disable");
  expect(onDestroyOf(undefined, true)).toBe("retain");
  expect(onDestroyOf(undefined, false)).toBe("delete");
  expect(onDestroyOfState(stateFrom(INPUTS))).toBe("delete");
  expect(onDestroyOfState(stateFrom({ ...INPUTS, webhookId: "1" }))).toBe("retain");
  expect(onDestroyOfState(stateFrom({ ...INPUTS, onDestroy: "retain" }))).toBe("retain");
});
