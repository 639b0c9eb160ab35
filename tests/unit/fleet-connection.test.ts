import { joinAtMost } from "../../provider/api/join";
import { readSettings } from "../../provider/config/settings";
import { missingForMembers } from "../../provider/fleet/connection";
import type { FleetInputs } from "../../provider/fleet/types";
import { Session } from "../../provider/webhook/session";

const shops = (count: number) => Array.from({ length: count }, (_, index) => `shop-${index + 1}`);

function failuresOf(config: Readonly<Record<string, string>>, ids: readonly string[], fleet: object = {}) {
  const settings = readSettings((key) => config[key.replace("codechat:", "")], {});
  const instances = Object.fromEntries(ids.map((id) => [id, {}]));
  const declared = { instances, name: "orders", url: "https://shop.example/hook", ...fleet };
  return missingForMembers(settings, declared as FleetInputs);
}

const CONFIG = { baseUrl: "https://codechat.example", token: "token" };
const NO_TOKEN = /^token: none is configured for this instance/;

describe("what keeps the members of a fleet from being reached", () => {
  test("is nothing where each has a server and a token", () => {
    expect(failuresOf(CONFIG, shops(3))).toEqual([]);
    expect(failuresOf({}, shops(3), CONFIG)).toEqual([]);
  });

  test("is said once where all of them lack it", () => {
    const failures = failuresOf({}, shops(3));
    expect(failures.map((failure) => failure.split(":")[0])).toEqual(["baseUrl", "token"]);
    expect(failures.join()).not.toContain("shop-");
  });

  test("is said with the sorted ids of those that lack it", () => {
    const { baseUrl } = CONFIG;
    const [failure = "", ...others] = failuresOf({ baseUrl }, ["c", "b", "a"], { tokens: { b: "token" } });
    expect(failure).toMatch(NO_TOKEN);
    expect(failure).toMatch(/ \(a, c\)$/);
    expect(others).toEqual([]);
  });

  test("is said with the first five ids", () => {
    const ids = shops(9);
    const [failure = ""] = failuresOf({ baseUrl: CONFIG.baseUrl }, ids, { tokens: { "shop-9": "token" } });
    expect(failure).toMatch(/ \(shop-1, shop-2, shop-3, shop-4, shop-5 and 3 more\)$/);
  });
});

test("of many items the first ones are listed, and how many more there are", () => {
  expect(joinAtMost(["a", "b"], 2)).toBe("a, b");
  expect(joinAtMost(["a", "b", "c"], 2)).toBe("a, b and 1 more");
  expect(joinAtMost([], 2)).toBe("");
  expect(joinAtMost(["a", "b", "c"], 2, "; ")).toBe("a; b and 1 more");
});

test("the engine shows what a provider prints", () => {
  const log = jest.spyOn(console, "log").mockImplementation();
  new Session({ environment: {} }).log("a line");
  expect(log.mock.calls).toEqual([["a line"]]);
  log.mockRestore();
});
