import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";

const TOKENS = { "shop-01": "first-token", "shop-02": "second-token", "shop-03": "third-token" };

const scene = useServer({ instances: TOKENS });

test("per-instance-tokens reaches each instance with its own token", async () => {
  await runExample("per-instance-tokens", {
    server: scene.server,
    secrets: { "codechat:tokens": JSON.stringify(TOKENS) },
    live: async (project) => {
      const urls = scene.server.webhooks().map(({ instanceId, url }) => [instanceId, url]);
      expect(urls).toEqual(Object.keys(TOKENS).map((id) => [id, `https://example.com/orders/${id}`]));
      expect(await project.everything()).not.toMatch(/first-token|second-token|third-token/);
    },
  });
  expect(scene.server.webhooks()).toEqual([]);
});
