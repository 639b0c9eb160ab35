import type { CheckedWebhook, DriftReport, StackReport } from "../../../cli/drift/model";

/** A webhook as a report has it; nothing has drifted unless `found` says so. */
export function checkedWebhook(found: Partial<CheckedWebhook> = {}): CheckedWebhook {
  const resource = found.resource ?? "orders";
  return {
    resource,
    urn: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/codechat:Webhook::${resource}`,
    type: "Webhook",
    instance: "shop-01",
    webhookId: "7",
    name: "orders",
    url: "https://shop.example/hook",
    status: "unchanged",
    differences: [],
    enabled: { declared: true, live: true },
    events: {},
    ...found,
  };
}

/** A report of stacks, by name. */
export function reportOf(stacks: Readonly<Record<string, Partial<StackReport>>>): DriftReport {
  return {
    project: "shop",
    checkedAt: "2026-01-02T03:04:05.000Z",
    stacks: Object.entries(stacks).map(([stack, report]) => ({ stack, webhooks: [], errors: [], ...report })),
  };
}

const EVENTS = [
  "callUpsert",
  "chatsSet",
  "connectionUpdate",
  "messagesUpsert",
  "presenceUpdate",
  "sendMessage",
];

/** A report of `count` webhooks in two stacks; every tenth was changed, every hundredth deleted. */
export function largeReport(count: number): DriftReport {
  const webhooks = Array.from({ length: count }, (_, index) => {
    const events = Object.fromEntries(
      EVENTS.map((name, column) => [
        name,
        { declared: (index + column) % 3 !== 0, live: (index + column) % 3 !== 0 },
      ]),
    );
    const place = { resource: `orders-${index}`, instance: `shop-${index}`, webhookId: String(index) };
    if (index % 100 === 1) return checkedWebhook({ ...place, status: "deleted", events });
    if (index % 10 !== 0) return checkedWebhook({ ...place, events });
    const { declared = true } = events["messagesUpsert"] ?? {};
    return checkedWebhook({
      ...place,
      status: "changed",
      events: { ...events, messagesUpsert: { declared, live: !declared } },
      differences: [
        { property: "name", declared: `orders-${index}`, live: "by hand" },
        { property: "events.messagesUpsert", declared, live: !declared },
      ],
    });
  });
  const half = Math.ceil(count / 2);
  return reportOf({
    production: { webhooks: webhooks.slice(0, half) },
    staging: { webhooks: webhooks.slice(half) },
  });
}
