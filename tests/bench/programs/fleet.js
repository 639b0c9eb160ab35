const { WebhookFleet } = require("pulumi-codechat");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

new WebhookFleet("orders", {
  instances: Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(5, "0")}`),
  name: "orders",
  url: "https://shop.example/hooks/{instanceId}",
  events: { connectionUpdate: true, messagesUpsert: true, sendMessage: flag },
  otherEvents: "off",
});
