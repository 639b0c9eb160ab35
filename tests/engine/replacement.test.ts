import { oneWebhook } from "../support/engine/declare";
import { useStack } from "../support/engine/scene";
import { INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

const OTHER = "shop-02";

describe("which live webhook a resource has", () => {
  const scene = useStack({}, { instances: { [INSTANCE]: TOKEN, [OTHER]: TOKEN } });

  test("one that someone deleted is created anew by up --refresh", async () => {
    await scene.stack.up(oneWebhook());
    const { webhookId } = onlyWebhook(scene.server);
    scene.server.remove(INSTANCE, webhookId);
    const { output, calls } = await scene.stack.up(oneWebhook(), { refresh: true });
    expect(output).toContain("1 created");
    expect(calls).toEqual(["get", "list", "list", "create", "update", "events"]);
    expect(onlyWebhook(scene.server)).toMatchObject({ name: "orders", enabled: true });
    expect(onlyWebhook(scene.server).webhookId).not.toBe(webhookId);
  });

  test("renaming the resource in the program leaves it where it is", async () => {
    const { webhookId } = onlyWebhook(scene.server);
    const { calls } = await scene.stack.up(oneWebhook({}, "incoming"));
    expect(calls).toEqual(["list", "update", "events"]);
    expect(onlyWebhook(scene.server).webhookId).toBe(webhookId);
    expect(await scene.stack.resources()).toMatchObject([{ id: webhookId }]);
  });

  test("replacing the resource by force leaves it where it is", async () => {
    const { webhookId } = onlyWebhook(scene.server);
    const [resource] = await scene.stack.resources();
    const { output, calls } = await scene.stack.up(oneWebhook({}, "incoming"), {
      replace: [resource?.urn ?? ""],
    });
    expect(output).toContain("1 replaced");
    expect(calls).toEqual(["list", "update", "events"]);
    expect(onlyWebhook(scene.server)).toMatchObject({ webhookId, enabled: true });
  });

  test("another instanceId replaces it: the new one is created first, the old one deleted after", async () => {
    const preview = await scene.stack.preview(oneWebhook({ instanceId: OTHER }, "incoming"));
    expect(preview.output).toContain("1 to replace");
    const { calls } = await scene.stack.up(oneWebhook({ instanceId: OTHER }, "incoming"));
    expect(calls).toEqual(["list", "create", "update", "events", "delete"]);
    expect(scene.server.webhooks(INSTANCE)).toEqual([]);
    expect(onlyWebhook(scene.server, OTHER)).toMatchObject({ name: "orders", enabled: true });
  });

  test("another webhookId replaces it: that one is taken over, the old one deleted", async () => {
    const planted = scene.server.plant(OTHER, { name: "older", url: "https://old.example/" });
    const webhookId = String(planted.webhookId);
    const { output, calls } = await scene.stack.up(oneWebhook({ instanceId: OTHER, webhookId }, "incoming"));
    expect(output).toContain("1 replaced");
    expect(calls).toEqual(["get", "update", "events", "delete"]);
    expect(onlyWebhook(scene.server, OTHER)).toMatchObject({ webhookId, name: "orders", enabled: true });
  });
});
