import { Webhook } from "pulumi-codechat";

const instanceId = "shop-01";

// Every event that the server knows: the default.
new Webhook("archive", { instanceId, name: "archive", url: "https://example.com/archive" });

// A list: exactly these are on.
new Webhook("orders", {
  instanceId,
  name: "orders",
  url: "https://example.com/orders",
  events: ["messagesUpsert", "messagesUpdate", "sendMessage"],
});

// A map: exactly these are managed; whoever set the others keeps them.
new Webhook("crm", {
  instanceId,
  name: "crm",
  url: "https://example.com/crm",
  events: { contactsUpsert: true, contactsUpdate: true, presenceUpdate: false },
});

// Everything but a few.
new Webhook("monitor", {
  instanceId,
  name: "monitor",
  url: "https://example.com/monitor",
  events: { presenceUpdate: false, messagesSet: false },
  otherEvents: "on",
});
