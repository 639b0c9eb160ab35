import {
  canonicalEventName,
  describeEvent,
  EVENT_CATALOGUE,
  EVENT_NAMES,
  SCHEMA_EVENT_NAMES,
} from "../../provider/api/events";

test("the catalogue is sorted and names no event twice", () => {
  expect([...EVENT_NAMES]).toEqual([...new Set(EVENT_NAMES)].sort());
});

test("the schema of Define Events has 19 flags; calls and labels are not among them", () => {
  expect(SCHEMA_EVENT_NAMES).toHaveLength(19);
  expect(SCHEMA_EVENT_NAMES).toContain("chatsDelete");
  for (const name of ["callUpsert", "labelAssociation", "labelEdit"]) {
    expect(EVENT_NAMES).toContain(name);
    expect(SCHEMA_EVENT_NAMES).not.toContain(name);
  }
});

test("stateInstance is the name, statusInstance its only alias", () => {
  expect(canonicalEventName("statusInstance")).toBe("stateInstance");
  expect(canonicalEventName("stateInstance")).toBe("stateInstance");
  expect(EVENT_CATALOGUE.filter((row) => "alias" in row)).toHaveLength(1);
});

test("a newer server's flag keeps its spelling and has no description", () => {
  expect(canonicalEventName("flagOfTomorrow")).toBe("flagOfTomorrow");
  expect(describeEvent("flagOfTomorrow")).toBeUndefined();
});

test.each(["toString", "constructor", "__proto__", "hasOwnProperty"])("%s is no event", (name) => {
  expect(describeEvent(name)).toBeUndefined();
});

test("chatsDelete is deprecated and newJwt works only with jwt", () => {
  expect(EVENT_CATALOGUE.filter((row) => "deprecated" in row).map(({ name }) => name)).toEqual([
    "chatsDelete",
  ]);
  expect(EVENT_CATALOGUE.filter((row) => "onlyWith" in row).map(({ name }) => name)).toEqual(["newJwt"]);
  expect(describeEvent("newJwt")).toMatchObject({ onlyWith: "jwt" });
});
