import { canonicalEvents } from "../../provider/webhook/events";

test("a list in any order, with duplicates and the alias, has one canonical form", () => {
  expect(canonicalEvents(["stateInstance", "messagesUpsert", "statusInstance"])).toEqual({
    events: { messagesUpsert: true, stateInstance: true },
    otherEvents: "off",
  });
});
