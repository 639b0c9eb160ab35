import { Webhook, WebhookFleet } from "../../../sdk";
import { useStack } from "../../support/engine/scene";
import type { Program } from "../../support/engine/stack";
import { INSTANCE, TOKEN } from "../../support/server/server";

const ORDERS = { name: "orders", url: "https://shop.example/hook", events: ["messagesUpsert" as const] };

/** A webhook and a fleet of one member, with these arguments in place of theirs. */
function both(replaceOnChanges: string[], args: object = {}, instances = ["shop-02"]): Program {
  return () => {
    new Webhook("orders", { ...ORDERS, instanceId: INSTANCE, ...args }, { replaceOnChanges });
    new WebhookFleet("orders", { ...ORDERS, instances, ...args }, { replaceOnChanges });
  };
}

describe("changes that are to replace", () => {
  const scene = useStack({}, { instances: { [INSTANCE]: TOKEN, "shop-02": TOKEN, "shop-03": TOKEN } });
  beforeAll(() => scene.stack.up(both([])));

  test.each<[string[], object, object]>([
    [["url"], { url: "https://shop.example/new" }, {}],
    [["enabled"], { enabled: false }, {}],
    [["events"], { events: ["sendMessage"] }, { sendMessage: true, messagesUpsert: false }],
    [["*"], { name: "sales" }, {}],
  ])("(%j) do, and leave one live webhook as declared", async (paths, args, events) => {
    const { output } = await scene.stack.up(both(paths, args));
    expect(output).toContain("2 replaced");
    const { events: _, ...properties } = { enabled: true, ...ORDERS, ...args };
    const webhook = { ...properties, events: expect.objectContaining(events) };
    expect(scene.server.webhooks()).toMatchObject([
      { ...webhook, instanceId: INSTANCE },
      { ...webhook, instanceId: "shop-02" },
    ]);
  });

  test("no others do, and no change is none", async () => {
    await scene.stack.up(both(["url"]));
    const { output } = await scene.stack.up(both(["url"], { enabled: false }));
    expect(output).toContain("2 updated");
    expect((await scene.stack.up(both(["*"], { enabled: false }))).calls).toEqual([]);
  });

  test("a server that is configured otherwise, which the inputs do not show, is an update", async () => {
    await scene.stack.configure({ "codechat:baseUrl": { value: "http://127.0.0.1:9" } });
    const { output } = await scene.stack.preview(both(["*"], { enabled: false }));
    await scene.stack.configure({ "codechat:baseUrl": { value: scene.server.url } });
    expect(output).toContain("2 to update");
  });

  test("a member that a fleet gets beside the others replaces nothing", async () => {
    const { output } = await scene.stack.up(both(["*"], { enabled: false }, ["shop-02", "shop-03"]));
    expect(output).toContain("1 updated");
    expect(scene.server.webhooks()).toHaveLength(3);
  });
});
