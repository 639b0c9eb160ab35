import { Webhook, type WebhookArgs, WebhookFleet, type WebhookFleetArgs } from "../../../sdk";
import type { Emulator } from "../../../sdk/emulator";
import { startEmulator } from "../../../sdk/emulator";
import { useStack } from "../../support/engine-scene";
import type { Program } from "../../support/engine-stack";
import { INSTANCE, TOKEN } from "../../support/server";

const INSTANCES = { [INSTANCE]: TOKEN, "shop-02": TOKEN, "shop-03": TOKEN };

function webhook(replaceOnChanges: string[], args: Partial<WebhookArgs> = {}): Program {
  return () => {
    const own = { instanceId: INSTANCE, name: "orders", url: "https://shop.example/hook" };
    new Webhook("orders", { ...own, events: ["messagesUpsert"], ...args }, { replaceOnChanges });
  };
}

function fleet(replaceOnChanges: string[], args: Partial<WebhookFleetArgs> = {}): Program {
  return () => {
    const own = { instances: ["shop-02"], name: "orders", url: "https://shop.example/{instanceId}" };
    new WebhookFleet("orders", { ...own, events: ["messagesUpsert"], ...args }, { replaceOnChanges });
  };
}

const live = (server: Emulator) =>
  server.webhooks().map(({ instanceId, name, url, enabled }) => ({ instanceId, name, url, enabled }));

describe("a change that is to replace", () => {
  const scene = useStack({}, { instances: INSTANCES });

  describe.each<[string, typeof webhook | typeof fleet]>([
    ["a webhook", webhook],
    ["a fleet", fleet],
  ])("%s", (_what, declare) => {
    const url = (last: string) => `https://shop.example/${last}`;
    afterAll(() => scene.stack.destroy());

    test.each<[string[], object, object]>([
      [["url"], { url: url("a") }, { url: url("b") }],
      [["enabled"], {}, { enabled: false }],
      [["events"], {}, { events: ["callUpsert"] }],
      [["*"], {}, { name: "sales" }],
    ])("(%j) does, and leaves one live webhook as declared", async (paths, before, after) => {
      await scene.stack.up(declare(paths, before));
      expect((await scene.stack.up(declare(paths, before))).calls).toEqual([]);
      const preview = await scene.stack.preview(declare(paths, after));
      expect(preview.output).toContain("1 to replace");
      const { output } = await scene.stack.up(declare(paths, after));
      expect(output).toContain("1 replaced");
      expect(live(scene.server)).toEqual(
        [
          {
            name: "orders",
            enabled: true,
            ...after,
            url: expect.any(String),
            instanceId: expect.any(String),
            events: undefined,
            ...after,
          },
        ].map(({ events: _, ...rest }: Record<string, unknown>) => rest),
      );
    });

    test("no other change does", async () => {
      await scene.stack.up(declare(["url"]));
      const { output } = await scene.stack.up(declare(["url"], { enabled: false }));
      expect(output).toContain("1 updated");
    });

    test("nor does a server that is configured otherwise, which the inputs do not show", async () => {
      const other = await startEmulator({ instances: INSTANCES });
      for (const { instanceId, name, url, webhookId } of scene.server.webhooks()) {
        other.plant(instanceId, { name, url, webhookId } as never);
      }
      try {
        await scene.stack.up(declare(["*"]));
        await scene.stack.configure({ "codechat:baseUrl": { value: other.url } });
        const { output } = await scene.stack.preview(declare(["*"]));
        expect(output).toContain("1 to update");
      } finally {
        await scene.stack.configure({ "codechat:baseUrl": { value: scene.server.url } });
        await other.close();
      }
    });
  });

  test("a member that a fleet gets beside the others replaces nothing", async () => {
    await scene.stack.up(fleet(["*"]));
    const { output } = await scene.stack.up(fleet(["*"], { instances: ["shop-02", "shop-03"] }));
    expect(output).toContain("1 updated");
    expect(scene.server.webhooks()).toHaveLength(2);
  });
});
