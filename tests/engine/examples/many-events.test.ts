import { runExample } from "../../support/engine/example";
import { useServer } from "../../support/engine/server";
import { eventsOn, TOKEN } from "../../support/server/server";

const scene = useServer();

test("many-events declares all events, a list, a map, and everything but a few", async () => {
  await runExample("many-events", {
    server: scene.server,
    secrets: { "codechat:token": TOKEN },
    live: () => {
      const all = scene.server.dialect.vocabulary;
      const on = new Map(scene.server.webhooks().map((webhook) => [webhook.name, eventsOn(webhook)]));
      const without = (...names: string[]) => all.filter((name) => !names.includes(name)).sort();
      expect(on.get("archive")).toEqual(without());
      expect(on.get("orders")).toEqual(["messagesUpdate", "messagesUpsert", "sendMessage"]);
      expect(on.get("crm")).toEqual(without("presenceUpdate"));
      expect(on.get("monitor")).toEqual(without("presenceUpdate", "messagesSet"));
    },
  });
  expect(scene.server.webhooks()).toEqual([]);
});
