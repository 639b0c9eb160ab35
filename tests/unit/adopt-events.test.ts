import fc from "fast-check";
import { adoptEvents } from "../../cli/adopt/events";
import { EVENT_NAMES } from "../../provider/api/events";
import { canonicalEvents, liveEventsAsDeclared, planEvents } from "../../provider/webhook/events";
import type { EventsDeclaration } from "../../provider/webhook/types";
import { flags } from "../support/provider/adopted";

describe("events of a live webhook are declared", () => {
  const cases = [
    ["as all, where all are on", { chatsSet: true, sendMessage: true }, { events: "all" }],
    ["as the list of those that are on", { chatsSet: true, newJwt: false }, { events: ["chatsSet"] }],
    ["as an empty list, where all are off", { chatsSet: false }, { events: [] }],
    [
      "as the few that are off",
      { chatsSet: true, sendMessage: true, newJwt: false },
      { events: { newJwt: false }, otherEvents: "on" },
    ],
    [
      "as a list, where flags without a name are off",
      { chatsSet: true, tomorrow: false },
      { events: ["chatsSet"] },
    ],
  ] as const;
  test.each(cases)("%s", (_, live, declared) => {
    expect(adoptEvents(flags(live))).toEqual({ declared, leftAlone: [] });
  });

  test("one by one, where a flag without a name is on among some that are off: that one is left alone", () => {
    expect(adoptEvents(flags({ chatsSet: true, newJwt: false, tomorrow: true }))).toEqual({
      declared: { events: { chatsSet: true, newJwt: false } },
      leftAlone: ["tomorrow"],
    });
  });

  test("one by one, where the server shows them in some answers alone", () => {
    expect(adoptEvents(flags({ chatsSet: true }), true).declared).toEqual({ events: { chatsSet: true } });
  });

  test("not at all, where the server shows none", () => {
    expect(adoptEvents(undefined)).toEqual({ declared: { events: {} }, leftAlone: [] });
  });

  test("so that PATCH sends what is live, and nothing has drifted after it", () => {
    const name = fc.constantFrom(...EVENT_NAMES, "tomorrow", "theDayAfter");
    fc.assert(
      fc.property(fc.dictionary(name, fc.boolean()), fc.boolean(), (states, named) => {
        const live = flags(states);
        const { events, otherEvents } = adoptEvents(live, named).declared;
        const declared = canonicalEvents(events as EventsDeclaration, otherEvents);
        expect({ ...states, ...planEvents(declared, live).flags }).toEqual(states);
        expect(liveEventsAsDeclared(declared, live)).toEqual(declared);
      }),
    );
  });
});
