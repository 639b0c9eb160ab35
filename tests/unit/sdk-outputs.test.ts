import type * as pulumi from "@pulumi/pulumi";
import { Webhook, type WebhookArgs, WebhookFleet, type WebhookFleetArgs } from "../../sdk";
import { type ProgramOptions, runProgram } from "../support/provider/program";

const ORDERS: WebhookArgs = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };
const FLEET: WebhookFleetArgs = { instances: ["shop-1"], name: "orders", url: "https://shop.example/hook" };
const SERVER = { config: { "codechat:baseUrl": "https://api.example" } };

/** The outputs that a program gets, under mocks that return the inputs. */
async function outputsOf(
  declare: () => Record<string, pulumi.Output<unknown>>,
  options?: ProgramOptions,
): Promise<Record<string, unknown>> {
  let outputs: Record<string, pulumi.Output<unknown>> = {};
  await runProgram(() => {
    outputs = declare();
  }, options);
  const values = Object.entries(outputs).map(
    async ([name, output]) => [name, await new Promise((resolve) => output.apply(resolve))] as const,
  );
  return Object.fromEntries(await Promise.all(values));
}

function webhook(args: Partial<WebhookArgs> = {}) {
  return () => {
    const { enabled, events, otherEvents, webhookId, baseUrl, createdAt, subscribedEvents } = new Webhook(
      "orders",
      {
        ...ORDERS,
        ...args,
      },
    );
    return { enabled, events, otherEvents, webhookId, baseUrl, createdAt, subscribedEvents };
  };
}

test("every output of a webhook is one, of the type that its declaration says", async () => {
  expect(await outputsOf(webhook({ events: ["sendMessage", "callUpsert"] }), SERVER)).toEqual({
    enabled: true,
    events: { callUpsert: true, sendMessage: true },
    otherEvents: "off",
    webhookId: "orders-id",
    baseUrl: "https://api.example",
    createdAt: undefined,
    subscribedEvents: ["callUpsert", "sendMessage"],
  });
});

test("what is declared stands in the outputs", async () => {
  const declared = { webhookId: "7", baseUrl: "https://own.example", enabled: false };
  expect(await outputsOf(webhook({ ...declared, events: { callUpsert: false } }), SERVER)).toMatchObject({
    ...declared,
    events: { callUpsert: false },
    otherEvents: "leave",
    subscribedEvents: [],
  });
});

test('"all" subscribes the documented events', async () => {
  const { subscribedEvents, baseUrl } = await outputsOf(webhook());
  expect(subscribedEvents).toContain("messagesUpsert");
  expect(baseUrl).toBe("");
});

test("every output of a fleet is one, too", async () => {
  const fleet = (args: Partial<WebhookFleetArgs>) => () => {
    const { instances, webhookIds, name, url, enabled, events, otherEvents, baseUrl } = new WebhookFleet(
      "orders",
      {
        ...FLEET,
        ...args,
      },
    );
    return { instances, webhookIds, name, url, enabled, events, otherEvents, baseUrl };
  };
  expect(await outputsOf(fleet({}), SERVER)).toEqual({
    instances: { "shop-1": {} },
    webhookIds: {},
    name: "orders",
    url: ORDERS.url,
    enabled: true,
    events: {},
    otherEvents: "on",
    baseUrl: "https://api.example",
  });
});
