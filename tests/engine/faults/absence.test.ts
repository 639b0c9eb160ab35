import { Webhook } from "../../../sdk";
import { answering, foreignAnswer, SAYS_WHO_ANSWERED } from "../../support/answers/foreign";
import { oneFleet, withOneToken } from "../../support/engine/fleet";
import { failureOf } from "../../support/engine/outcome";
import { useStack } from "../../support/engine/scene";
import type { Program, ResourceInState } from "../../support/engine/stack";

const IDS = ["shop-01", "shop-02", "shop-03"];
const [FIRST = ""] = IDS;
const GATEWAY = answering(foreignAnswer("Traefik, while a container is replaced"));

const oneWebhook: Program = () => {
  new Webhook("orders", { instanceId: FIRST, name: "orders", url: "https://shop.example/hook" });
};

describe.each<[string, Program, readonly string[]]>([
  ["a webhook", oneWebhook, [FIRST]],
  ["a fleet of three", oneFleet(IDS), IDS],
])("%s behind a gateway that answers `404 page not found` to everything", (_what, program, ids) => {
  const scene = useStack({ "codechat:maxRetries": { value: "0" } }, withOneToken(IDS));
  const inState = async () => (await scene.stack.resources()).map(shape);
  const live = () => scene.server.webhooks().map((webhook) => JSON.stringify(webhook));

  beforeAll(() => scene.stack.up(program));

  test("up --refresh leaves live and state as they were, and creates nothing", async () => {
    const before = { live: live(), state: await inState() };
    scene.server.faults.set(GATEWAY);
    const { output, calls } = await failureOf(scene.stack.up(program, { refresh: true }));
    expect(output).toMatch(SAYS_WHO_ANSWERED);
    expect([...calls].sort()).toEqual([...ids.map(() => "get"), ...ids.map(() => "list")]);
    expect({ live: live(), state: await inState() }).toEqual(before);
    scene.server.faults.clear();
    await scene.stack.up(program, { refresh: true, expectNoChanges: true });
  });

  test("a list that lacks them proves that they are gone: refresh drops them, up creates them anew", async () => {
    const before = live();
    for (const { instanceId, webhookId } of scene.server.webhooks()) {
      scene.server.remove(instanceId, webhookId);
    }
    const refreshed = await scene.stack.refresh();
    expect([...refreshed.calls].sort()).toEqual([...ids.map(() => "get"), ...ids.map(() => "list")]);
    const known = (await inState()).flatMap(({ id, outputs }) =>
      Object.values(outputs["webhookIds"] ?? { id }),
    );
    expect(known).toEqual([]);
    await scene.stack.up(program);
    expect(scene.server.webhooks().map(({ instanceId }) => instanceId)).toEqual(ids);
    expect(live()).not.toEqual(before);
    await scene.stack.up(program, { refresh: true, expectNoChanges: true });
  });

  test("destroy fails while they are live; once the gateway is well, it is done", async () => {
    const before = { live: live(), state: await inState() };
    scene.server.faults.set(GATEWAY);
    const { output } = await failureOf(scene.stack.destroy());
    expect(output).toMatch(SAYS_WHO_ANSWERED);
    expect({ live: live(), state: await inState() }).toEqual(before);
    scene.server.faults.clear();
    await scene.stack.destroy();
    expect(live()).toEqual([]);
    expect(await inState()).toEqual([]);
  });
});

function shape({ urn, id, inputs, outputs }: ResourceInState) {
  return { urn, id, inputs, outputs };
}
