import * as pulumi from "@pulumi/pulumi";
import type { EventsInput, WebhookArgs, WebhookFleetArgs } from "../../sdk";

const EVENTS = ["messagesUpsert", "statusInstance"] as const;
const FLAGS = { messagesUpsert: true } as const;
const INSTANCES = ["shop-01", "shop-02"] as const;
const MEMBERS = { "shop-01": { events: EVENTS }, "shop-02": {} } as const;
const ORDERS = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" } as const;

test("what is declared as constant is taken as arguments", () => {
  const webhooks: WebhookArgs[] = [
    { ...ORDERS, events: EVENTS },
    { ...ORDERS, events: FLAGS },
    { ...ORDERS, events: pulumi.output(EVENTS) },
    { ...ORDERS, events: Promise.resolve(EVENTS) },
    { ...ORDERS, events: [pulumi.output(EVENTS[0])] },
  ];
  const { name, url } = ORDERS;
  const fleets: WebhookFleetArgs[] = [
    { instances: INSTANCES, name, url, events: EVENTS },
    { instances: MEMBERS, name, url },
    { instances: pulumi.output(INSTANCES), name, url },
  ];
  expect([webhooks.length, fleets.length]).toEqual([5, 3]);
});

test("what is no event is none as a constant either", () => {
  const wrong = ["messageUpsert"] as const;
  // @ts-expect-error the compiler names the event that was meant
  const events: EventsInput = wrong;
  expect(events).toBe(wrong);
});
