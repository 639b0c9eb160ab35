import { declareWebhook, oneWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";
import { eventsOn, INSTANCE } from "../support/server/server";

describe("a webhook that was there before", () => {
  const scene = useStack();
  const plant = (name: string, enabled = false) =>
    String(scene.server.plant(INSTANCE, { name, url: "https://shop.example/hook", enabled }).webhookId);
  const live = () =>
    scene.server.webhooks().map(({ webhookId, name, enabled }) => ({ webhookId, name, enabled }));

  test("is taken over by its id, whatever its name and url, and made as declared", async () => {
    const webhookId = plant("old name");
    const { calls } = await scene.stack.up(oneWebhook({ webhookId }));
    expect(calls).toEqual(["get", "update", "events"]);
    expect(live()).toEqual([{ webhookId, name: "orders", enabled: true }]);
    expect(scene.server.webhooks().map(eventsOn)).toEqual([["messagesUpsert"]]);
  });

  test("is kept when its resource is destroyed", async () => {
    const before = live();
    const { calls } = await scene.stack.destroy();
    expect(calls).toEqual([]);
    expect(live()).toEqual(before);
  });

  test("is not touched where adopt is false", async () => {
    const before = scene.server.webhooks();
    const { output, calls } = await failureOf(scene.stack.up(oneWebhook({ adopt: false })));
    expect(output).toContain(`already has a webhook "orders" with this url: ${before[0]?.webhookId}`);
    expect(calls).toEqual(["list"]);
    expect(scene.server.webhooks()).toEqual(before);
  });

  test("is adopted by its name and url", async () => {
    const before = live();
    const { calls } = await scene.stack.up(oneWebhook());
    expect(calls).toEqual(["list", "update", "events"]);
    expect(live()).toEqual(before);
  });

  test("is not chosen where there are two: the error names both", async () => {
    const ids = [plant("twins"), plant("twins")];
    const { output, calls } = await failureOf(scene.stack.up(oneWebhook({ name: "twins" }, "twins")));
    expect(output).toContain(ids.join(", "));
    expect(calls).toEqual(["list"]);
    for (const id of ids) scene.server.remove(INSTANCE, id);
  });

  test("onDestroy decides what becomes of it: deleted, disabled or kept", async () => {
    const taken = plant("taken over");
    await scene.stack.up(() => {
      declareWebhook("deleted", { name: "deleted" });
      declareWebhook("disabled", { name: "disabled", onDestroy: "disable" });
      declareWebhook("kept", { name: "kept", onDestroy: "retain" });
      declareWebhook("taken over", { name: "taken over", webhookId: taken, onDestroy: "delete" });
    });
    const { calls } = await scene.stack.destroy();
    expect([...calls].sort()).toEqual(["delete", "delete", "update"]);
    const enabled = Object.fromEntries(live().map((webhook) => [webhook.name, webhook.enabled]));
    expect(enabled).toEqual({ disabled: false, kept: true });
  });
});
