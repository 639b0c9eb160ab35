import { checkInputs } from "../../provider/webhook/inputs";

const GOOD = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

const failuresOf = (change: object) => checkInputs({ ...GOOD, ...change }).failures;

describe("bad events are refused with their path first:", () => {
  test.each<[string, unknown, string]>([
    [
      "a typo in a list",
      ["messageUpsert"],
      'events[0]: unknown event "messageUpsert"; did you mean "messagesUpsert"?',
    ],
    [
      "a typo in a map",
      { sendMesage: true },
      'events.sendMesage: unknown event "sendMesage"; did you mean "sendMessage"?',
    ],
    [
      "a typo in the alias",
      ["statusInstanse"],
      'events[0]: unknown event "statusInstanse"; did you mean "stateInstance"?',
    ],
    ["a part of the alias", ["status"], 'events[0]: unknown event "status"; did you mean "stateInstance"?'],
    ["not a name", ["sendMessage", 5], "events[1]: must be the name of an event, not a number"],
    ["not a flag", { sendMessage: "on" }, "events.sendMessage: must be true or false, not a string"],
    [
      "a word",
      "everything",
      'events: must be "all", a list of event names, or a map of event name and true or false, not "everything"',
    ],
    [
      "null",
      null,
      'events: must be "all", a list of event names, or a map of event name and true or false, not null',
    ],
    [
      "one flag under two names",
      { stateInstance: true, statusInstance: false },
      "events.statusInstance: is declared both true and false (under two names)",
    ],
  ])("%s", (_what, events, failure) => {
    expect(failuresOf({ events })).toEqual([failure]);
  });

  test("a name that resembles none: all of them are listed", () => {
    expect(failuresOf({ events: ["zzzzzzzzz"] })).toEqual([
      expect.stringMatching(
        /^events\[0\]: unknown event "zzzzzzzzz"; the events are callUpsert, .*stateInstance$/,
      ),
    ]);
  });

  test("the alias statusInstance is no failure, not even beside its name with the same state", () => {
    expect(failuresOf({ events: ["statusInstance"] })).toEqual([]);
    expect(failuresOf({ events: { stateInstance: true, statusInstance: true } })).toEqual([]);
  });

  test.each(["off", "leave"])(
    '"all" with otherEvents %p is a contradiction, declared or by default',
    (otherEvents) => {
      expect(failuresOf({ events: "all", otherEvents })).toEqual([
        `otherEvents: "${otherEvents}" contradicts events, which is "all": name the events instead`,
      ]);
      expect(failuresOf({ otherEvents })).toEqual([
        `otherEvents: "${otherEvents}" contradicts events, which is its default "all": name the events instead`,
      ]);
    },
  );

  test.each(["off", "on", "leave"])("otherEvents %p goes with events by name", (otherEvents) => {
    expect(failuresOf({ events: ["sendMessage"], otherEvents })).toEqual([]);
    expect(failuresOf({ events: { sendMessage: true }, otherEvents })).toEqual([]);
  });

  test('"all" with otherEvents "on" says the same twice', () => {
    expect(failuresOf({ events: "all", otherEvents: "on" })).toEqual([]);
  });
});
