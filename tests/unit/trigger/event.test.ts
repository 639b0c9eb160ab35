import { parseEvent } from "../../../cli/trigger/event";

test.each([
  ["messages.upsert", "messages.upsert"],
  ["messagesUpsert", "messages.upsert"],
  ["statusInstance", "status.instance"],
])("an event is named by its own name or its flag: %s", (text, event) => {
  expect(parseEvent(text).event).toBe(event);
});

test.each([
  ["mesages.upsert", 'unknown event "mesages.upsert"; did you mean "messages.upsert"?'],
  ["messageUpsert", 'unknown event "messageUpsert"; did you mean "messagesUpsert"?'],
])("a typo is an error with what was probably meant: %s", (text, message) => {
  expect(() => parseEvent(text)).toThrow(message);
});

test("what resembles none is an error with all events", () => {
  expect(() => parseEvent("x\u001b")).toThrow(/^unknown event "x\ufffd"; the events are call\.upsert, /);
});
