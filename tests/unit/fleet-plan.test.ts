import { changesForState, hasUnknownInstances, membersIn, planFleet } from "../../provider/fleet/plan";
import type { FleetInputs, FleetState } from "../../provider/fleet/types";
import { Owners } from "../../provider/webhook/owners";
import { UNKNOWN } from "../../provider/webhook/unknown";

const BASE_URL = "https://codechat.example";
const FLEET: FleetInputs = {
  instances: { "shop-1": {}, "shop-2": {}, "shop-3": {} },
  name: "orders",
  url: "https://shop.example/{instanceId}",
  enabled: true,
  events: { messagesUpsert: true },
  otherEvents: "off",
};
const STATE: FleetState = {
  ...FLEET,
  webhookIds: { "shop-1": "1", "shop-2": "2", "shop-3": "3" },
  baseUrl: BASE_URL,
};

/** Instance ids by what is done with them. */
function plan(olds: FleetState, news: FleetInputs, baseUrl = BASE_URL): Record<string, string[]> {
  const { create, settle, recover, destroy } = planFleet(olds, news, baseUrl, new Owners());
  const ids = (members: readonly { member: { instanceId: string } }[]) =>
    members.map(({ member }) => member.instanceId).sort();
  const parts = {
    create: create.map(({ instanceId }) => instanceId).sort(),
    settle: ids(settle),
    recover: ids(recover),
    destroy: ids(destroy),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, members]) => members.length > 0));
}

const withInstances = (instances: FleetInputs["instances"]): FleetInputs => ({ ...FLEET, instances });

describe("what an update touches", () => {
  test("is nothing where nothing changed, in whatever order it stands", () => {
    const reversed = Object.fromEntries(Object.entries(FLEET.instances).reverse());
    expect(plan(STATE, withInstances(reversed))).toEqual({});
  });

  test("leaves out every member that is kept, with its webhook", () => {
    const { keep } = planFleet(STATE, FLEET, BASE_URL, new Owners());
    expect(keep.map(({ member, webhookId }) => [member.instanceId, webhookId])).toEqual([
      ["shop-1", "1"],
      ["shop-2", "2"],
      ["shop-3", "3"],
    ]);
  });

  test("is nothing where no server is configured", () => {
    expect(planFleet(STATE, FLEET, undefined, new Owners())).toMatchObject({
      create: [],
      settle: [],
      recover: [],
      destroy: [],
    });
  });

  test("is nothing where an override says what the fleet says", () => {
    const same = { "shop-1": { name: "orders", enabled: true }, "shop-2": {}, "shop-3": {} };
    expect(plan(STATE, withInstances(same))).toEqual({});
    expect(plan(STATE, { ...FLEET, url: "https://shop.example/{instanceId}", name: "orders" })).toEqual({});
  });

  test.each<[string, FleetInputs["instances"][string]]>([
    ["name", { name: "sales" }],
    ["url", { url: "https://shop.example/other" }],
    ["enabled", { enabled: false }],
    ["events", { events: { messagesUpsert: false } }],
    ["otherEvents", { otherEvents: "leave" }],
  ])("is the one member whose %s changed", (_what, overrides) => {
    expect(plan(STATE, withInstances({ ...FLEET.instances, "shop-2": overrides }))).toEqual({
      settle: ["shop-2"],
    });
  });

  test("is every member that takes a changed value from the fleet, and no other", () => {
    const own = withInstances({ ...FLEET.instances, "shop-2": { enabled: true } });
    const olds = { ...STATE, instances: own.instances };
    expect(plan(olds, { ...own, enabled: false })).toEqual({ settle: ["shop-1", "shop-3"] });
  });

  test("is what was added and what was removed", () => {
    expect(plan(STATE, withInstances({ "shop-1": {}, "shop-4": {} }))).toEqual({
      create: ["shop-4"],
      destroy: ["shop-2", "shop-3"],
    });
  });

  test("is what drifted, and what an earlier run left unsettled", () => {
    const instances = { "shop-1": { live: { enabled: false } }, "shop-2": {} };
    expect(plan({ ...STATE, instances }, FLEET)).toEqual({ settle: ["shop-1"], recover: ["shop-3"] });
  });

  test("is not what drifted where the program has its changes ignored, and so the state's own members", () => {
    const instances = { ...STATE.instances, "shop-1": { live: { enabled: false } } };
    expect(plan({ ...STATE, instances }, withInstances(instances))).toEqual({});
  });

  test("is what an earlier run could not destroy: again, or looked at where it is declared again", () => {
    const olds: FleetState = { ...STATE, instances: { ...STATE.instances, "shop-3": { removed: true } } };
    expect(plan(olds, withInstances({ "shop-1": {}, "shop-2": {} }))).toEqual({ destroy: ["shop-3"] });
    expect(plan(olds, FLEET)).toEqual({ recover: ["shop-3"] });
  });

  test("is everything where the server is another one", () => {
    expect(plan(STATE, FLEET, "https://other.example")).toEqual({ settle: ["shop-1", "shop-2", "shop-3"] });
  });

  describe("where a move to another server failed for a member", () => {
    const OTHER = "https://other.example";
    const instances = { ...STATE.instances, "shop-2": { baseUrl: BASE_URL } };
    const olds: FleetState = { ...STATE, instances, baseUrl: OTHER };

    test("is that member, to wherever it is declared", () => {
      expect(plan(olds, FLEET, OTHER)).toEqual({ settle: ["shop-2"] });
      expect(plan(olds, FLEET, BASE_URL)).toEqual({ settle: ["shop-1", "shop-2", "shop-3"] });
    });

    test("is its destruction where it still lives", () => {
      const { destroy } = planFleet(olds, withInstances({ "shop-1": {} }), OTHER, new Owners());
      expect(destroy.map(({ member, baseUrl }) => [member.instanceId, baseUrl])).toEqual([
        ["shop-2", BASE_URL],
        ["shop-3", OTHER],
      ]);
    });

    test("is never a webhook anew: what was left unsettled before is settled there, too", () => {
      const unsettled: FleetState = { ...STATE, instances: { "shop-1": {}, "shop-3": { removed: true } } };
      expect(plan(unsettled, FLEET, OTHER)).toEqual({ settle: ["shop-1", "shop-2", "shop-3"] });
    });
  });

  test("is, in a preview, what may change: where a value is unknown", () => {
    const unknown = UNKNOWN as unknown as FleetInputs["instances"][string];
    expect(plan(STATE, withInstances({ ...FLEET.instances, "shop-2": unknown }))).toEqual({
      settle: ["shop-2"],
    });
    expect(plan(STATE, { ...FLEET, url: UNKNOWN })).toEqual({ settle: ["shop-1", "shop-2", "shop-3"] });
  });

  test("does not take a member of every object for a member of the fleet", () => {
    const ids = { constructor: {}, toString: {} } as unknown as FleetInputs["instances"];
    expect(plan(STATE, withInstances({ ...FLEET.instances, ...ids }))).toEqual({
      create: ["constructor", "toString"],
    });
  });
});

test("a member that leaves was settled unless an earlier run left it", () => {
  const instances = { "shop-1": {}, "shop-2": { removed: true } } as const;
  expect(membersIn({ ...STATE, instances }).map(({ webhookId, settled }) => [webhookId, settled])).toEqual([
    ["1", true],
    ["2", false],
    ["3", false],
  ]);
});

test("instances are unknown as a whole or not at all", () => {
  expect(hasUnknownInstances(withInstances(UNKNOWN as unknown as FleetInputs["instances"]))).toBe(true);
  expect(hasUnknownInstances(FLEET)).toBe(false);
});

describe("state alone changes", () => {
  const changes = (news: Partial<FleetInputs>, olds: Partial<FleetState> = {}) =>
    changesForState({ ...STATE, ...olds }, { ...FLEET, ...news }, BASE_URL);

  test("where tokens or onDestroy do", () => {
    expect(changes({ token: "new" })).toBe(true);
    expect(changes({ tokens: { "shop-1": "new" } })).toBe(true);
    expect(changes({ tokens: { "shop-1": "new" } }, { tokens: { "shop-1": "old" } })).toBe(true);
    expect(changes({}, { tokens: { "shop-1": "old" } })).toBe(true);
    expect(changes({ onDestroy: "retain" })).toBe(true);
  });

  test("where the server does, but not where none is configured", () => {
    expect(changesForState(STATE, FLEET, "https://other.example")).toBe(true);
    expect(changesForState(STATE, FLEET, undefined)).toBe(false);
  });

  test("not where they stand in another order, or say the default", () => {
    expect(changes({ tokens: { a: "1", b: "2" } }, { tokens: { b: "2", a: "1" } })).toBe(false);
    expect(changes({ tokens: {} })).toBe(false);
    expect(changes({ onDestroy: "delete" })).toBe(false);
  });
});
