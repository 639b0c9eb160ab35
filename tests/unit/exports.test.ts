import * as provider from "../../provider";
import { WebhookProvider } from "../../provider/webhook/lifecycle";

test("the names that states refer to are exported: webhook and fleet", () => {
  expect(Object.keys(provider).sort()).toEqual(["fleet", "webhook"]);
  expect(provider.webhook).toBeInstanceOf(WebhookProvider);
  for (const call of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
    expect(provider.webhook[call]).toBeInstanceOf(Function);
    expect(provider.fleet[call]).toBeInstanceOf(Function);
  }
});
