import fc from "fast-check";
import { EVENT_NAMES, SCHEMA_EVENT_NAMES } from "../../provider/api/events";
import type { EventFlags } from "../../provider/api/wire";
import {
  canonicalEvents,
  declaredState,
  liveEventsAsDeclared,
  planEvents,
  subscribedEvents,
} from "../../provider/webhook/events";
import type { EventsDeclaration, OtherEvents } from "../../provider/webhook/types";

function flags(on: readonly string[], off: readonly string[] = []): EventFlags {
  return new Map([...on, ...off].map((name) => [name, { on: on.includes(name), spelling: name }]));
}

const anyName = fc.constantFrom(...EVENT_NAMES);
const anyOtherEvents = fc.constantFrom<OtherEvents>("off", "on", "leave");
const anyMap = fc.dictionary(anyName, fc.boolean());
const anyDeclaration = fc.oneof(
  fc.constant("all"),
  fc.array(fc.oneof(anyName, fc.constant("statusInstance"))),
  anyMap,
) as fc.Arbitrary<EventsDeclaration>;
const anyServer = fc
  .dictionary(fc.oneof(anyName, fc.constant("flagOfTomorrow")), fc.boolean())
  .map((map): EventFlags => new Map(Object.entries(map).map(([name, on]) => [name, { on, spelling: name }])));

describe("the canonical form of events", () => {
  test.each<[string, EventsDeclaration, OtherEvents | undefined, ReturnType<typeof canonicalEvents>]>([
    ["all: every flag on", "all", undefined, { events: {}, otherEvents: "on" }],
    ["all, others on: the same", "all", "on", { events: {}, otherEvents: "on" }],
    ["a list: these on, the rest off", ["sendMessage"], undefined, one("sendMessage", true, "off")],
    ["a list, others on: nothing is off", ["sendMessage"], "on", one("sendMessage", true, "on")],
    ["a list, others left alone", ["sendMessage"], "leave", one("sendMessage", true, "leave")],
    ["an empty list: all off", [], undefined, { events: {}, otherEvents: "off" }],
    ["a map: these alone", { sendMessage: false }, undefined, one("sendMessage", false, "leave")],
    ["a map, others off", { sendMessage: true }, "off", one("sendMessage", true, "off")],
    ["a map, others on: all but these", { sendMessage: false }, "on", one("sendMessage", false, "on")],
    ["an empty map: nothing is managed", {}, undefined, { events: {}, otherEvents: "leave" }],
  ])("of %s", (_what, events, otherEvents, canonical) => {
    expect(canonicalEvents(events, otherEvents)).toEqual(canonical);
  });

  test("sorts names, drops duplicates and stores the alias statusInstance as stateInstance", () => {
    const list = canonicalEvents(["stateInstance", "messagesUpsert", "statusInstance"]);
    expect(list).toEqual({ events: { messagesUpsert: true, stateInstance: true }, otherEvents: "off" });
    expect(Object.keys(list.events)).toEqual(["messagesUpsert", "stateInstance"]);
    expect(canonicalEvents({ statusInstance: false }).events).toEqual({ stateInstance: false });
  });

  test("is idempotent", () => {
    fc.assert(
      fc.property(anyDeclaration, anyOtherEvents, (declaration, otherEvents) => {
        const once = canonicalEvents(declaration, otherEvents);
        expect(canonicalEvents(once.events as EventsDeclaration, once.otherEvents)).toEqual(once);
      }),
    );
  });

  test("does not depend on the order of a list or a map", () => {
    const shuffled = fc
      .uniqueArray(anyName)
      .chain((names) =>
        fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
      );
    fc.assert(
      fc.property(shuffled, ([names, others]) => {
        const asMap = (keys: string[]) => Object.fromEntries(keys.map((name) => [name, false]));
        const text = (declaration: unknown) =>
          JSON.stringify(canonicalEvents(declaration as EventsDeclaration));
        expect(text(others)).toBe(text(names));
        expect(text(asMap(others))).toBe(text(asMap(names)));
      }),
    );
  });
});

describe("the plan of a PATCH", () => {
  test("sends exactly the flags of the server's vocabulary", () => {
    const plan = planEvents(canonicalEvents(["sendMessage"]), flags(["sendMessage", "callUpsert"]));
    expect(plan.flags).toEqual({ callUpsert: false, sendMessage: true });
    expect(plan.unknown).toEqual([]);
    expect(plan.vocabulary).toEqual(["callUpsert", "sendMessage"]);
  });

  test("also sends a declared flag that the server does not know, and notes it as unknown", () => {
    const plan = planEvents(canonicalEvents({ labelEdit: true }, "off"), flags(["sendMessage"]));
    expect(plan.flags).toEqual({ labelEdit: true, sendMessage: false });
    expect(plan.unknown).toEqual(["labelEdit"]);
  });

  test("leaves out what the declaration leaves alone", () => {
    const plan = planEvents(canonicalEvents({ sendMessage: false }), flags(["sendMessage", "callUpsert"]));
    expect(plan.flags).toEqual({ sendMessage: false });
  });

  test("spells every flag as the server does", () => {
    const live: EventFlags = new Map([["stateInstance", { on: true, spelling: "statusInstance" }]]);
    expect(planEvents(canonicalEvents(["stateInstance"]), live).flags).toEqual({ statusInstance: true });
  });

  test("falls back to the documented schema where the server does not show its vocabulary", () => {
    const plan = planEvents(canonicalEvents("all"), undefined);
    expect(Object.keys(plan.flags)).toEqual([...SCHEMA_EVENT_NAMES]);
    expect(Object.values(plan.flags)).not.toContain(false);
    expect(plan.unknown).toEqual([]);
    expect(plan.vocabulary).toBeUndefined();
  });
});

describe("live events in the form of the declaration", () => {
  test("show every flag that the declaration names, drifted or not", () => {
    const declared = canonicalEvents({ sendMessage: true, callUpsert: false });
    expect(liveEventsAsDeclared(declared, flags(["callUpsert", "sendMessage"])).events).toEqual({
      callUpsert: true,
      sendMessage: true,
    });
  });

  test("show another flag only where it is not as otherEvents says", () => {
    const live = flags(["sendMessage", "callUpsert"], ["messagesSet"]);
    expect(liveEventsAsDeclared(canonicalEvents(["sendMessage"]), live).events).toEqual({
      callUpsert: true,
      sendMessage: true,
    });
    expect(liveEventsAsDeclared(canonicalEvents("all"), live).events).toEqual({ messagesSet: false });
    expect(liveEventsAsDeclared(canonicalEvents({}), live).events).toEqual({});
  });

  test("drop a declared flag that the server does not show any more", () => {
    const live = liveEventsAsDeclared(canonicalEvents(["labelEdit", "sendMessage"]), flags(["sendMessage"]));
    expect(live.events).toEqual({ sendMessage: true });
  });

  test("equal the declaration exactly when nothing has drifted", () => {
    fc.assert(
      fc.property(anyDeclaration, anyOtherEvents, anyServer, (declaration, otherEvents, live) => {
        const declared = canonicalEvents(declaration, otherEvents);
        const { wanted } = planEvents(declared, live);
        const drifted = [...wanted].some(([name, on]) => live.get(name)?.on !== on);
        const shown = liveEventsAsDeclared(declared, live);
        expect(JSON.stringify(shown) !== JSON.stringify(declared)).toBe(drifted);
      }),
    );
  });
});

test("a flag is wanted as the declaration names it, else as otherEvents says", () => {
  const wanted = (otherEvents: OtherEvents) => {
    const declared = canonicalEvents({ sendMessage: true, callUpsert: false }, otherEvents);
    return ["sendMessage", "callUpsert", "chatsSet"].map((name) => declaredState(declared, name));
  };
  expect(wanted("off")).toEqual([true, false, false]);
  expect(wanted("on")).toEqual([true, false, true]);
  expect(wanted("leave")).toEqual([true, false, undefined]);
});

test("subscribed events are the flags that are on, sorted", () => {
  expect(subscribedEvents(flags(["sendMessage", "callUpsert"], ["messagesSet"]))).toEqual([
    "callUpsert",
    "sendMessage",
  ]);
});

function one(name: string, on: boolean, otherEvents: OtherEvents) {
  return { events: { [name]: on }, otherEvents };
}
