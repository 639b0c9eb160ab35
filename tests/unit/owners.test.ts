import { type Declared, Owners } from "../../provider/webhook/owners";
import type { WebhookInputs } from "../../provider/webhook/types";

const SERVER = "https://api.example";
const inputs = (more: Partial<WebhookInputs> = {}): WebhookInputs => ({
  instanceId: "shop-01",
  name: "orders",
  url: "https://shop.example/hook",
  enabled: true,
  events: {},
  otherEvents: "on",
  ...more,
});
const declared = (more: Partial<WebhookInputs> = {}, baseUrl = SERVER): Declared => ({
  baseUrl,
  inputs: inputs(more),
});
const ORDERS = declared();
const SALES = declared({ name: "sales" });
const webhook = (webhookId: string) => ({ baseUrl: SERVER, instanceId: "shop-01", webhookId });

describe("a declaration", () => {
  test("is refused where another resource has the same server, instance, name and url, and both are named", () => {
    const owners = new Owners();
    expect(owners.declare("A", ORDERS)).toBeUndefined();
    expect(owners.declare("B", ORDERS)?.message).toBe(
      "B and A declare the same live webhook: instance shop-01, same name and url",
    );
  });

  test.each<[string, Declared]>([
    ["server", declared({}, "https://other.example")],
    ["instance", declared({ instanceId: "shop-02" })],
    ["name", SALES],
    ["url", declared({ url: "https://shop.example/other" })],
  ])("is another one with another %s", (_what, other) => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    expect(owners.declare("B", other)).toBeUndefined();
  });

  test("may be checked again, as the engine does before it replaces a resource", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.goOn(ORDERS, webhook("1"), ORDERS.inputs);
    expect(owners.declare("A", ORDERS)).toBeUndefined();
    expect(owners.isOwn(ORDERS, "1")).toBe(true);
  });

  test("is refused where another one takes over the same webhook", () => {
    const owners = new Owners();
    owners.declare("A", declared({ webhookId: "7" }));
    expect(owners.declare("B", declared({ webhookId: "7", name: "sales" }))?.message).toBe(
      "webhook 7 already belongs to another resource of this run: A",
    );
  });

  test("of twins on the server is told apart by their ids", () => {
    const owners = new Owners();
    owners.declare("A", declared({ webhookId: "7" }));
    expect(owners.declare("B", declared({ webhookId: "8" }))).toBeUndefined();
    expect(owners.declare("C", ORDERS)).toBeDefined();
    owners.claim(declared({ webhookId: "8" }), "8");
    expect(() => owners.claim(declared({ webhookId: "7" }), "8")).toThrow("already belongs to");
  });

  test("of a twin that a refresh asks for before the program has declared it is not the other's", () => {
    const owners = new Owners();
    const [seven, eight] = [declared({ webhookId: "7" }), declared({ webhookId: "8" })];
    owners.declare("A", seven);
    expect(owners.goOn(eight, webhook("8"), eight.inputs)).toBe(true);
    expect(owners.declare("B", eight)).toBeUndefined();
  });

  test("that two resources have before either has a webhook is given to neither", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.declare("B", ORDERS);
    expect(() => owners.refuseContested(ORDERS)).toThrow("A and B declare the same live webhook");
  });

  test("that a resource has a webhook for stays its own", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.goOn(ORDERS, webhook("1"), ORDERS.inputs);
    expect(owners.declare("B", ORDERS)).toBeDefined();
    expect(() => owners.claim(ORDERS, "1")).not.toThrow();
  });
});

describe("a live webhook", () => {
  test("is claimed by one resource", () => {
    const owners = new Owners();
    owners.claim(ORDERS, "1");
    expect(() => owners.claim(SALES, "1")).toThrow(
      "webhook 1 already belongs to another resource of this run",
    );
    expect(owners.isOwnedByOther(SALES, "1")).toBe(true);
    expect(owners.isOwnedByOther(ORDERS, "1")).toBe(false);
  });

  test("of another instance or server with the same id is another one", () => {
    const owners = new Owners();
    owners.claim(ORDERS, "1");
    expect(() => owners.claim(declared({ instanceId: "shop-02" }), "1")).not.toThrow();
    expect(() => owners.claim(declared({}, "https://other.example"), "1")).not.toThrow();
  });

  test("whose ids contain separators is never mixed up", () => {
    const owners = new Owners();
    owners.claim(declared({ instanceId: 'a","b' }), "c");
    expect(() => owners.claim(declared({ instanceId: "a" }), 'b","c')).not.toThrow();
  });

  test("in state is that of the declared resource which asks first", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.declare("B", SALES);
    expect(owners.goOn(ORDERS, webhook("1"), ORDERS.inputs)).toBe(true);
    expect(owners.goOn(ORDERS, webhook("1"), ORDERS.inputs)).toBe(true);
    expect(owners.goOn(SALES, webhook("1"), SALES.inputs)).toBe(false);
  });

  test("is nobody's where only a refresh has asked, before the program has declared anything", () => {
    const owners = new Owners();
    expect(owners.goOn(ORDERS, webhook("1"), ORDERS.inputs)).toBe(true);
    expect(owners.goOn(SALES, webhook("1"), SALES.inputs)).toBe(true);
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
  });
});

describe("the heir of a webhook that is to be deleted", () => {
  test("is nobody where no resource is declared with it", () => {
    expect(new Owners().heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
  });

  test("is the resource that has claimed it", () => {
    const owners = new Owners();
    owners.declare("B", SALES);
    owners.claim(SALES, "1");
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toEqual({});
  });

  test("is the resource in state that goes on with it, settled or not", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.goOn(ORDERS, webhook("1"), ORDERS.inputs);
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toEqual({ toSettle: ORDERS.inputs });
  });

  test("is the new resource that is declared the same, and has no webhook yet", () => {
    const owners = new Owners();
    owners.declare("B", ORDERS);
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toEqual({});
    owners.claim(ORDERS, "2");
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
  });

  test("is nobody where its own resource is declared otherwise and replaced by deleting first", () => {
    const owners = new Owners();
    owners.declare("A", SALES);
    owners.goOn(SALES, webhook("1"), ORDERS.inputs);
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
    expect(owners.isOwn(SALES, "1")).toBe(false);
  });

  test("is its own resource where that is replaced and declared as before", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.goOn(ORDERS, webhook("1"), ORDERS.inputs);
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toEqual({ toSettle: ORDERS.inputs });
    expect(owners.isOwn(ORDERS, "1")).toBe(true);
  });

  test("is nobody where its own resource was replaced, and has created another one", () => {
    const owners = new Owners();
    owners.declare("A", SALES);
    owners.goOn(SALES, webhook("1"), ORDERS.inputs);
    owners.claim(SALES, "2");
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
    expect(owners.heirOf(webhook("2"), SALES.inputs)).toEqual({});
  });

  test("is nobody where its own resource is checked anew with what was ignored, and has created another one", () => {
    const owners = new Owners();
    owners.declare("A", ORDERS);
    owners.goOn(ORDERS, webhook("1"), ORDERS.inputs);
    owners.declare("A", SALES);
    owners.claim(SALES, "2");
    expect(owners.heirOf(webhook("1"), ORDERS.inputs)).toBeUndefined();
    expect(owners.declare("B", ORDERS)).toBeUndefined();
  });
});
