import type { EventFlags, LiveWebhook } from "../../provider/api/wire";
import { memberOf } from "../../provider/fleet/members";
import { fleetInputsOf, fleetStateOf, refreshedFleetState } from "../../provider/fleet/state";
import type { FleetInputs, FleetState, MemberState } from "../../provider/fleet/types";

const BASE_URL = "https://codechat.example";
const FLEET: FleetInputs = {
  instances: { "shop-1": { enabled: false }, "shop-2": {}, "shop-3": {} },
  name: "orders",
  url: "https://shop.example/{instanceId}",
  enabled: true,
  events: { messagesUpsert: true },
  otherEvents: "off",
};
const IDS = new Map([
  ["shop-1", "1"],
  ["shop-2", "2"],
]);

const stateOf = (fleet: FleetInputs, settled: readonly string[] = ["shop-1", "shop-2"]) =>
  fleetStateOf(fleet, BASE_URL, { settled: new Set(settled), webhookIds: IDS });

describe("the state of a fleet", () => {
  test("has its declaration, the members that are settled and every live webhook", () => {
    expect(stateOf(FLEET, ["shop-1"])).toEqual({
      ...FLEET,
      instances: { "shop-1": { enabled: false } },
      webhookIds: { "shop-1": "1", "shop-2": "2" },
      baseUrl: BASE_URL,
    });
  });

  test("remembers a declared server, for read has to return the inputs", () => {
    const declared = { ...FLEET, baseUrl: BASE_URL };
    expect(stateOf(declared).declared).toEqual(["baseUrl"]);
    expect(fleetInputsOf(stateOf(declared)).baseUrl).toBe(BASE_URL);
    expect(fleetInputsOf(stateOf(FLEET, Object.keys(FLEET.instances)))).toEqual(FLEET);
  });

  test("keeps members that are still to be destroyed, with their tokens where tokens are declared", () => {
    const live = { webhookId: "8", baseUrl: BASE_URL };
    const removed = [
      { ...live, member: { ...memberOf(FLEET, "shop-8"), token: "token-8" } },
      { ...live, member: memberOf(FLEET, "shop-9") },
    ];
    const stateWith = (fleet: FleetInputs) =>
      fleetStateOf(fleet, BASE_URL, { settled: new Set(), webhookIds: IDS, removed });
    const instances = { "shop-8": { removed: true }, "shop-9": { removed: true } };
    expect(stateWith({ ...FLEET, tokens: { "shop-1": "token-1" } })).toMatchObject({
      instances,
      tokens: { "shop-1": "token-1", "shop-8": "token-8" },
    });
    expect(stateWith(FLEET).instances).toEqual(instances);
    expect(stateWith(FLEET)).not.toHaveProperty("tokens");
    expect(Object.keys(stateWith({ ...FLEET, tokens: {} }).tokens ?? {})).toEqual(["shop-8"]);
  });

  test("says where the webhooks are that did not come along to another server", () => {
    const at = (instanceId: string, baseUrl: string) => ({
      member: memberOf(FLEET, instanceId),
      webhookId: "1",
      baseUrl,
    });
    const state = fleetStateOf(FLEET, "https://new.example", {
      settled: new Set(["shop-2"]),
      webhookIds: IDS,
      notMoved: [at("shop-1", BASE_URL)],
      removed: [at("shop-8", BASE_URL), at("shop-9", "https://new.example")],
    });
    expect(state.baseUrl).toBe("https://new.example");
    expect(state.instances).toEqual({
      "shop-1": { enabled: false, baseUrl: BASE_URL },
      "shop-2": {},
      "shop-8": { removed: true, baseUrl: BASE_URL },
      "shop-9": { removed: true },
    });
  });
});

describe("a refreshed state", () => {
  const flags: EventFlags = new Map([["messagesUpsert", { on: true, spelling: "messagesUpsert" }]]);

  function refreshed(state: FleetState, lives: Readonly<Record<string, Partial<LiveWebhook> | undefined>>) {
    const found = Object.entries(lives).map(([instanceId, change]) => {
      const member = memberOf(state, instanceId, state.instances[instanceId]);
      const { name, url, enabled } = member;
      const as = { webhookId: "1", name, url, enabled, createdAt: undefined, events: flags };
      return [instanceId, { member, live: change && { ...as, ...change } }] as const;
    });
    return refreshedFleetState(state, new Map(found));
  }

  test("of members that are as declared is the same state", () => {
    const state = stateOf(FLEET);
    expect(refreshed(state, { "shop-1": {}, "shop-2": {} })).toEqual(state);
  });

  test("says how a member differs, and forgets it when it does not any more", () => {
    const state = stateOf(FLEET);
    const drifted = refreshed(state, { "shop-1": { enabled: true, name: "by hand" }, "shop-2": {} });
    expect(drifted.instances).toEqual({
      "shop-1": { enabled: false, live: { enabled: true, name: "by hand" } },
      "shop-2": {},
    });
    expect(refreshed(drifted, { "shop-1": {}, "shop-2": {} })).toEqual(state);
  });

  test("shows a drifted url by its host alone", () => {
    const { instances } = refreshed(stateOf(FLEET), { "shop-2": { url: "https://else.example/secret" } });
    expect(instances["shop-2"]).toEqual({ live: { url: "https://else.example/…" } });
  });

  test("leaves out members that are gone", () => {
    const { instances, webhookIds } = refreshed(stateOf(FLEET), { "shop-1": undefined, "shop-2": {} });
    expect(instances).toEqual({ "shop-2": {} });
    expect(webhookIds).toEqual({ "shop-2": "2" });
  });

  test("keeps members that nobody looked at", () => {
    const removed: Record<string, MemberState> = { "shop-2": { removed: true } };
    const state = { ...stateOf(FLEET), instances: removed };
    expect(refreshed(state, {})).toEqual(state);
  });
});
