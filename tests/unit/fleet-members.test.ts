import { memberOf } from "../../provider/fleet/members";
import type { FleetInputs } from "../../provider/fleet/types";
import { UNKNOWN } from "../../provider/webhook/unknown";

const FLEET: FleetInputs = {
  instances: { "shop-1": {} },
  name: "orders",
  url: "https://shop.example/{instanceId}",
  enabled: true,
  events: { messagesUpsert: true },
  otherEvents: "off",
};

describe("a member", () => {
  test("is as the fleet declares it", () => {
    expect(memberOf({ ...FLEET, adopt: false }, "shop 1")).toEqual({
      instanceId: "shop 1",
      name: "orders",
      url: "https://shop.example/shop%201",
      enabled: true,
      events: { messagesUpsert: true },
      otherEvents: "off",
      adopt: false,
      token: undefined,
    });
  });

  test("is as it declares itself", () => {
    const overrides = {
      name: "{instanceId} sales",
      url: "https://{instanceId}.example/",
      enabled: false,
      events: { chatsSet: false },
      otherEvents: "leave",
    } as const;
    expect(memberOf(FLEET, "shop-1", overrides)).toMatchObject({
      ...overrides,
      name: "shop-1 sales",
      url: "https://shop-1.example/",
    });
  });
});

describe("the token of a member", () => {
  const tokenOf = (fleet: object) => memberOf({ ...FLEET, ...fleet }, "shop-1").token;

  test("is its own, else the fleet's", () => {
    expect(tokenOf({ token: "fleet", tokens: { "shop-1": "own" } })).toBe("own");
    expect(tokenOf({ token: "fleet", tokens: { "shop-2": "other" } })).toBe("fleet");
    expect(tokenOf({ tokens: { "shop-2": "other" } })).toBeUndefined();
  });

  test("is unknown where all of them are, in a preview", () => {
    expect(tokenOf({ token: "fleet", tokens: UNKNOWN })).toBe(UNKNOWN);
  });
});
