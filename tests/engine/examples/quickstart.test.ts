import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";
import { eventsOn, INSTANCE, onlyWebhook, TOKEN } from "../../support/server/server";

const scene = useServer();

test("the quick start's stack, which is that of the root, declares one webhook", async () => {
  const url = "https://shop.example/hook";
  await runExample("quickstart", {
    server: scene.server,
    pulumiYaml: "root",
    config: { instanceId: INSTANCE, url },
    secrets: { "codechat:token": TOKEN },
    live: () => {
      const webhook = onlyWebhook(scene.server);
      expect(webhook).toMatchObject({ name: "orders", url, enabled: true });
      expect(eventsOn(webhook)).toEqual(["connectionUpdate", "messagesUpsert"]);
    },
  });
  expect(scene.server.webhooks()).toEqual([]);
});
