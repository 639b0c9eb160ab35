const { Webhook } = require("pulumi-codechat");
const { count, prefix, flag } = JSON.parse(process.env["BENCH_SETTINGS"] ?? "");

for (let index = 0; index < count; index += 1) {
  const number = String(index).padStart(5, "0");
  new Webhook(`orders-${number}`, {
    instanceId: `${prefix}-${number}`,
    name: "orders",
    url: `https://shop.example/hooks/${number}`,
    events: { connectionUpdate: true, messagesUpsert: true, sendMessage: flag },
    otherEvents: "off",
  });
}
