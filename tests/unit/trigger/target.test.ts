import { type DeclaredWebhook, declaredWebhooksIn } from "../../../cli/shared/project/declared-webhooks";
import { parseEvent } from "../../../cli/trigger/event";
import { chooseWebhook, objectionsTo, targetOf } from "../../../cli/trigger/target";
import { exported, secret } from "../../support/drift/state";

const SHARED = {
  name: "orders",
  url: "https://shop.example/hook?key=secret-key",
  enabled: true,
  events: { messagesUpsert: true },
  otherEvents: "off",
  baseUrl: "https://codechat.example",
};

function single(name: string, properties: object = {}) {
  return exported("Webhook", name, name, { ...SHARED, instanceId: "shop-01", ...properties });
}

function fleet(name: string, ids: readonly string[], instances: Readonly<Record<string, object>> = {}) {
  const members = Object.fromEntries(ids.map((id) => [id, instances[id] ?? {}]));
  const inputs = { ...SHARED, url: "https://shop.example/{instanceId}", instances: members };
  const webhookIds = Object.fromEntries(ids.map((id) => [id, `of-${id}`]));
  return exported("WebhookFleet", name, name, inputs, { outputs: { ...inputs, webhookIds } });
}

function declared(...resources: readonly object[]): readonly DeclaredWebhook[] {
  return declaredWebhooksIn({ resources }).webhooks;
}

describe("the webhook that a person means", () => {
  const two = declared(single("orders"), single("invoices"));
  const many = declared(single("orders"), fleet("all", ["a", "b"]));

  test("is the only one where none is named", () => {
    expect(chooseWebhook("dev", declared(single("orders")), {}).resource.name).toBe("orders");
    expect(chooseWebhook("dev", declared(fleet("all", ["a"])), {}).declared.instanceId).toBe("a");
  });

  test("is the one that is named, in a fleet with its instance", () => {
    expect(chooseWebhook("dev", two, { resource: "invoices" }).resource.name).toBe("invoices");
    const member = chooseWebhook("dev", many, { resource: "all", instance: "b" });
    expect(targetOf("dev", member)).toEqual({
      url: "https://shop.example/b",
      shownUrl: "https://shop.example/…",
      instanceId: "b",
      declared: { stack: "dev", resource: "all" },
    });
  });

  test.each<[string, readonly DeclaredWebhook[], object, string]>([
    ["nothing is declared", [], {}, "stack dev declares no webhook: run `pulumi up` first"],
    [
      "there are several",
      two,
      {},
      "stack dev has several webhooks: name one with --resource: orders, invoices",
    ],
    [
      "a fleet has several",
      many,
      { resource: "all" },
      '"all" has webhooks on several instances: name one with --instance: a, b',
    ],
    [
      "the name is a typo",
      two,
      { resource: "order" },
      'stack dev has no webhook "order"; did you mean "orders"?',
    ],
    [
      "there is no such name",
      two,
      { resource: "x" },
      'stack dev has no webhook "x": it has orders, invoices',
    ],
    [
      "a fleet has no such member",
      many,
      { resource: "all", instance: "zz" },
      '"all" has no webhook on instance zz: it has a, b',
    ],
  ])("is asked for where %s", (_, webhooks, wanted, message) => {
    expect(() => chooseWebhook("dev", webhooks, wanted)).toThrow(new Error(message));
  });

  test("has a secret url that is not shown at all", () => {
    const [webhook] = declared(single("orders", { url: secret(SHARED.url) }));
    expect(webhook && targetOf("dev", webhook)).toMatchObject({ url: SHARED.url, shownUrl: "[secret]" });
  });
});

describe("what speaks against sending an event", () => {
  const objections = (event: string, properties: object) => {
    const [webhook] = declared(single("orders", properties));
    return webhook && objectionsTo(parseEvent(event), webhook);
  };

  test.each([
    ["on", { events: { messagesUpsert: true } }],
    ["on with all others", { events: {}, otherEvents: "on" }],
  ])("is nothing where it is declared %s", (_, properties) => {
    expect(objections("messages.upsert", properties)).toEqual({ refusals: [], doubts: [] });
  });

  test.each([
    ["off", { events: { messagesUpsert: false }, otherEvents: "off" }, "(its events: none)"],
    ["off with all others", { events: { sendMessage: true } }, "(its events: send.message)"],
  ])("is that it is declared %s", (_, properties, events) => {
    expect(objections("messagesUpsert", properties)).toEqual({
      refusals: [`it is not subscribed to messages.upsert, so that the server does not send it ${events}`],
      doubts: [],
    });
  });

  test("is that the webhook is off", () => {
    expect(objections("messages.upsert", { enabled: false })?.refusals).toEqual([
      "it is declared with enabled: false, so that the server sends nothing",
    ]);
  });

  test("is a doubt where the declaration leaves the event as it is", () => {
    const left = { events: { sendMessage: true }, otherEvents: "leave" };
    expect(objections("messages.upsert", left)).toEqual({
      refusals: [],
      doubts: ["it does not declare messages.upsert: whether the server sends that is not known"],
    });
  });

  test("is a doubt where that is secret, and says nothing of it", () => {
    const hidden = { events: secret({ sendMessage: true }), enabled: secret(false) };
    const found = objections("messages.upsert", hidden);
    expect(found?.refusals).toEqual([]);
    expect(found?.doubts).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain("send.message");
  });
});
