import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";
import { eventsOn, INSTANCE, onlyWebhook, TOKEN } from "../../support/server/server";

const scene = useServer();

test("adopt-existing takes a live webhook over, and disables it in the end", async () => {
  const { webhookId } = scene.server.plant(INSTANCE, { name: "by hand", url: "https://example.com/old" });
  const settled = { webhookId, name: "orders", url: "https://example.com/orders" };
  await runExample("adopt-existing", {
    server: scene.server,
    config: { webhookId: String(webhookId) },
    secrets: { "codechat:token": TOKEN },
    live: () => {
      const webhook = onlyWebhook(scene.server);
      expect(webhook).toMatchObject({ ...settled, enabled: true });
      expect(eventsOn(webhook)).toEqual(["messagesUpsert"]);
    },
  });
  expect(onlyWebhook(scene.server)).toMatchObject({ ...settled, enabled: false });
});
