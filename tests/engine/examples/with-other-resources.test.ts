import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";
import { onlyWebhook, TOKEN } from "../../support/server/server";

const scene = useServer();

test("with-other-resources takes a secret path from a resource of the same program", async () => {
  await runExample("with-other-resources", {
    server: scene.server,
    secrets: { "codechat:token": TOKEN },
    live: async (project) => {
      const { url } = onlyWebhook(scene.server);
      expect(url).toMatch(/^https:\/\/example\.com\/orders\/[0-9a-f]{32}$/);
      expect(await project.everything()).not.toContain(url.slice(-32));
    },
  });
  expect(scene.server.webhooks()).toEqual([]);
});
