import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";
import { eventsOn } from "../../support/server/server";

const file = join(__dirname, "../../../examples/fleet/instances.json");
const ids: string[] = JSON.parse(readFileSync(file, "utf8"));
const TOKENS = Object.fromEntries(ids.map((id) => [id, `own-token-of-${id}`]));

const scene = useServer({ instances: TOKENS });

test("fleet declares one webhook on 200 instances, each reached with its own token", async () => {
  expect(ids).toHaveLength(200);
  await runExample("fleet", {
    server: scene.server,
    secrets: { "codechat:tokens": JSON.stringify(TOKENS) },
    live: async (project) => {
      const webhooks = scene.server.webhooks();
      expect(webhooks.map(({ instanceId }) => instanceId).sort()).toEqual(ids);
      for (const webhook of webhooks) {
        expect(webhook).toMatchObject({ enabled: true, url: expect.stringMatching(/instance=shop-\d{3}$/) });
        expect(eventsOn(webhook)).toEqual(["connectionUpdate", "messagesUpsert"]);
      }
      expect(await project.everything()).not.toContain("own-token-of-");
    },
  });
  expect(scene.server.webhooks()).toEqual([]);
});
