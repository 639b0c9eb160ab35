import {
  counted,
  declareFleet,
  declareSingle,
  liveWebhooks,
  oneFleet,
  withOneToken,
} from "../support/engine/fleet";
import { useStack } from "../support/engine/scene";
import { onlyWebhook } from "../support/server/server";

const IDS = ["shop-1", "shop-2", "shop-3"];
const ADOPTED = { list: 3, update: 3, events: 3 };

describe("live webhooks stay where they are", () => {
  const scene = useStack({}, withOneToken(IDS));
  let before: string[];
  beforeEach(() => {
    before = liveWebhooks(scene.server);
  });

  test("when single resources become a fleet", async () => {
    await scene.stack.up(() => IDS.forEach(declareSingle));
    before = liveWebhooks(scene.server);
    const { calls } = await scene.stack.up(oneFleet(IDS));
    expect(counted(calls)).toEqual(ADOPTED);
    expect(liveWebhooks(scene.server)).toEqual(before);
    await scene.stack.up(oneFleet(IDS), { expectNoChanges: true });
  });

  test("when the fleet gets another name in the program", async () => {
    const { calls } = await scene.stack.up(() => void declareFleet(IDS, {}, "renamed"));
    expect(counted(calls)).toEqual(ADOPTED);
    expect(liveWebhooks(scene.server)).toEqual(before);
  });

  test("when the fleet is replaced by force", async () => {
    const [fleet] = await scene.stack.resources();
    const program = () => void declareFleet(IDS, {}, "renamed");
    const { output, calls } = await scene.stack.up(program, { replace: [fleet?.urn ?? ""] });
    expect(output).toContain("1 replaced");
    expect(counted(calls)).toEqual(ADOPTED);
    expect(liveWebhooks(scene.server)).toEqual(before);
  });

  test("when one member becomes a single resource that the fleet depends on", async () => {
    const program = () => {
      const single = declareSingle("shop-3");
      declareFleet(["shop-1", "shop-2"], {}, "renamed", { dependsOn: [single] });
    };
    const { calls } = await scene.stack.up(program);
    expect(counted(calls)).toEqual({ list: 1, update: 1, events: 1 });
    expect(liveWebhooks(scene.server)).toEqual(before);
    await scene.stack.up(program, { expectNoChanges: true });
  });

  test("when that single resource comes back into the fleet", async () => {
    const { calls } = await scene.stack.up(() => void declareFleet(IDS, {}, "renamed"));
    expect(counted(calls)).toEqual({ list: 1, update: 1, events: 1 });
    expect(liveWebhooks(scene.server)).toEqual(before);
  });

  test("when the whole fleet becomes single resources", async () => {
    const { calls } = await scene.stack.up(() => IDS.forEach(declareSingle));
    expect(counted(calls)).toEqual(ADOPTED);
    expect(liveWebhooks(scene.server)).toEqual(before);
    await scene.stack.up(() => IDS.forEach(declareSingle), { expectNoChanges: true });
  });
});

describe("a member that is taken out and put in again", () => {
  const scene = useStack({}, withOneToken(IDS));

  test("gets a new webhook, and the others keep theirs", async () => {
    await scene.stack.up(oneFleet(IDS));
    const before = onlyWebhook(scene.server, "shop-1").webhookId;
    expect((await scene.stack.up(oneFleet(["shop-1", "shop-2"]))).calls).toEqual(["delete"]);
    expect((await scene.stack.up(oneFleet(IDS))).calls).toEqual(["list", "create", "update", "events"]);
    expect(onlyWebhook(scene.server, "shop-1").webhookId).toBe(before);
    expect(scene.server.webhooks()).toHaveLength(3);
  });
});
