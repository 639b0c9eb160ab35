import { Claims } from "../../provider/webhook/claims";

const WEBHOOK = { baseUrl: "https://api.example", instanceId: "shop-01", webhookId: "1" };
const ORDERS = { name: "orders", url: "https://shop.example/hook" };
const SALES = { name: "sales", url: "https://shop.example/hook" };

test("one live webhook is claimed once a run", () => {
  const claims = new Claims();
  expect(claims.isClaimed(WEBHOOK)).toBe(false);
  claims.claim(WEBHOOK);
  expect(claims.isClaimed(WEBHOOK)).toBe(true);
  expect(() => claims.claim(WEBHOOK)).toThrow("webhook 1 already belongs to another resource of this run");
});

test.each([
  ["another server", { baseUrl: "https://other.example" }],
  ["another instance", { instanceId: "shop-02" }],
  ["another id", { webhookId: "2" }],
])("%s makes it another webhook", (_what, change) => {
  const claims = new Claims();
  claims.claim(WEBHOOK);
  expect(claims.isClaimed({ ...WEBHOOK, ...change })).toBe(false);
  expect(() => claims.claim({ ...WEBHOOK, ...change })).not.toThrow();
});

test("ids that contain separators are never mixed up", () => {
  const claims = new Claims();
  claims.claim({ ...WEBHOOK, instanceId: 'a","b', webhookId: "c" });
  expect(claims.isClaimed({ ...WEBHOOK, instanceId: "a", webhookId: 'b","c' })).toBe(false);
});

test("a webhook that a resource in state goes on with under another declaration is not to be adopted", () => {
  const claims = new Claims();
  expect(claims.isWantedByOther(WEBHOOK, ORDERS)).toBe(false);
  claims.want(WEBHOOK, ORDERS, SALES);
  expect(claims.isWantedByOther(WEBHOOK, ORDERS)).toBe(true);
  expect(claims.isWantedByOther(WEBHOOK, SALES)).toBe(false);
  expect(claims.isClaimed(WEBHOOK)).toBe(false);
});

describe("the delete of a webhook", () => {
  test("that no resource in state goes on with goes ahead", () => {
    expect(new Claims().isKept(WEBHOOK, ORDERS)).toBe(false);
  });

  test("that another resource in state goes on with unchanged is left", () => {
    const claims = new Claims();
    claims.declare(WEBHOOK.instanceId, ORDERS);
    claims.want(WEBHOOK, ORDERS, ORDERS);
    expect(claims.isKept(WEBHOOK, ORDERS)).toBe(true);
  });

  test("that another resource in state goes on with under a new name is left", () => {
    const claims = new Claims();
    claims.declare(WEBHOOK.instanceId, ORDERS);
    claims.want(WEBHOOK, SALES, ORDERS);
    expect(claims.isKept(WEBHOOK, ORDERS)).toBe(true);
  });

  test("that its own resource is replaced for goes ahead: it was declared so until now", () => {
    const claims = new Claims();
    claims.declare(WEBHOOK.instanceId, SALES);
    claims.want(WEBHOOK, ORDERS, SALES);
    expect(claims.isKept(WEBHOOK, ORDERS)).toBe(false);
  });

  test("that only a refresh has compared goes ahead: the program may not declare it any more", () => {
    const claims = new Claims();
    claims.declare(WEBHOOK.instanceId, SALES);
    claims.want(WEBHOOK, ORDERS, ORDERS);
    expect(claims.isKept(WEBHOOK, ORDERS)).toBe(false);
  });
});

test("only one resource in state goes on with a webhook, under one declaration", () => {
  const claims = new Claims();
  claims.declare(WEBHOOK.instanceId, ORDERS);
  expect(claims.want(WEBHOOK, ORDERS, ORDERS)).toBe(true);
  expect(claims.want(WEBHOOK, ORDERS, ORDERS)).toBe(true);
  expect(claims.want(WEBHOOK, ORDERS, SALES)).toBe(false);
  expect(claims.isWantedByOther(WEBHOOK, SALES)).toBe(true);
});

test("what a refresh has compared with keeps no resource from going on with its webhook", () => {
  const claims = new Claims();
  expect(claims.want(WEBHOOK, ORDERS, ORDERS)).toBe(true);
  expect(claims.want(WEBHOOK, ORDERS, SALES)).toBe(true);
});
