import { Webhook } from "pulumi-codechat";

for (const instanceId of ["shop-01", "shop-02", "shop-03"]) {
  new Webhook(instanceId, {
    instanceId,
    name: "orders",
    url: `https://example.com/orders/${instanceId}`,
    events: ["messagesUpsert"],
  });
}
