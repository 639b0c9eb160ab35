import * as pulumi from "@pulumi/pulumi";
import {
  counted,
  declareFleet,
  declareSingle,
  markedProperties,
  oneFleet,
  withOneToken,
} from "../support/engine/fleet";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";
import { eventsOn, onlyWebhook } from "../support/server/server";

const IDS = ["a.b/c", "shop-1", "shop-2", "shop-3", "ünï"];
const ALL = { list: 5, create: 5, update: 5, events: 5 };

describe("a fleet", () => {
  const scene = useStack({}, withOneToken([...IDS, "new"]));

  test("previewing it sends nothing", async () => {
    const { output, calls } = await scene.stack.preview(oneFleet(IDS));
    expect(output).toContain("+ 2 to create");
    expect(calls).toEqual([]);
  });

  test("creating it takes four requests a member", async () => {
    const { calls } = await scene.stack.up(oneFleet(IDS));
    expect(counted(calls)).toEqual(ALL);
    expect(onlyWebhook(scene.server, "ünï").url).toBe("https://shop.example/%C3%BCn%C3%AF");
    expect(scene.server.webhooks().map(eventsOn)).toEqual(IDS.map(() => ["messagesUpsert"]));
  });

  test("an unchanged one takes none, in another order or as a map, too", async () => {
    const map = Object.fromEntries(IDS.map((id) => [id, {}]));
    for (const instances of [IDS, [...IDS].reverse(), map]) {
      const { calls } = await scene.stack.up(oneFleet(instances), { expectNoChanges: true });
      expect(calls).toEqual([]);
    }
  });

  test("a preview names every instance and property that changes, and nothing else", async () => {
    const changed = {
      "a.b/c": {},
      "shop-1": { enabled: false },
      "shop-2": { events: { chatsSet: true } },
      new: {},
      ünï: {},
    };
    const { output, calls } = await scene.stack.preview(oneFleet(changed), { diff: true });
    expect(markedProperties(output)).toEqual([
      "~ instances",
      "+ new: {}",
      "~ shop-1",
      "+ enabled: false",
      "~ shop-2",
      "+ events",
      "+ chatsSet: true",
      '+ otherEvents: "leave"',
      "- shop-3: {}",
    ]);
    expect(calls).toEqual([]);
  });

  test("a preview of what changes for the fleet names that", async () => {
    const { output } = await scene.stack.preview(oneFleet(IDS, { enabled: false, name: "sales" }), {
      diff: true,
    });
    expect(markedProperties(output)).toEqual(["~ enabled: true => false", '~ name: "orders" => "sales"']);
  });

  test("an update touches what changed: one settled, one created, one destroyed", async () => {
    const changed = { "a.b/c": {}, "shop-1": { enabled: false }, "shop-2": {}, new: {}, ünï: {} };
    const { calls } = await scene.stack.up(oneFleet(changed));
    expect(counted(calls)).toEqual({ list: 1, create: 1, update: 2, events: 2, delete: 1 });
    expect(onlyWebhook(scene.server, "shop-1").enabled).toBe(false);
    expect(counted((await scene.stack.up(oneFleet(IDS))).calls)).toEqual({
      list: 1,
      create: 1,
      update: 2,
      events: 2,
      delete: 1,
    });
  });

  test("a refresh takes one request a member and finds it as declared", async () => {
    const { calls } = await scene.stack.refresh({ expectNoChanges: true });
    expect(counted(calls)).toEqual({ get: 5 });
  });

  test("a preview with refresh names every instance and property that drifted, and nothing else", async () => {
    const { webhookId } = onlyWebhook(scene.server, "shop-2");
    const edit = { name: "by hand", enabled: false, events: { chatsSet: true, messagesUpsert: false } };
    scene.server.edit("shop-2", webhookId, edit);
    scene.server.remove("shop-3", onlyWebhook(scene.server, "shop-3").webhookId);
    const { output, calls } = await scene.stack.preview(oneFleet(IDS), { diff: true, refresh: true });
    expect(markedProperties(output)).toEqual([
      "~ instances",
      "~ shop-2",
      "- live",
      "- enabled: false",
      "- events.chatsSet: true",
      "- events.messagesUpsert: false",
      '- name: "by hand"',
      "+ shop-3: {}",
    ]);
    expect(counted(calls)).toEqual({ get: 5, list: 1 });
  });

  test("up with refresh repairs that alone", async () => {
    const { calls } = await scene.stack.up(oneFleet(IDS), { refresh: true });
    expect(counted(calls)).toEqual({ get: 5, list: 2, create: 1, update: 2, events: 2 });
    expect(onlyWebhook(scene.server, "shop-2")).toMatchObject({ name: "orders", enabled: true });
    await scene.stack.refresh({ expectNoChanges: true });
  });

  test("destroying it takes one request a member", async () => {
    const { calls } = await scene.stack.destroy();
    expect(counted(calls)).toEqual({ delete: 5 });
    expect(scene.server.webhooks()).toEqual([]);
  });
});

describe("in state", () => {
  const ids = Array.from({ length: 50 }, (_, index) => `shop-${String(index).padStart(4, "0")}`);
  const scene = useStack({}, withOneToken(ids));

  test("a member takes at most 120 bytes, inputs and outputs, all told", async () => {
    await scene.stack.up(oneFleet(ids));
    const [fleet] = await scene.stack.resources();
    const text = JSON.stringify(fleet?.inputs) + JSON.stringify(fleet?.outputs);
    console.info(`bytes in state: ${Buffer.byteLength(text) / ids.length} a member, of ${ids.length}`);
    expect(Buffer.byteLength(text) / ids.length).toBeLessThanOrEqual(120);
    expect(text).not.toContain(process.cwd());
  });
});

describe("what is unknown in a preview", () => {
  const scene = useStack({}, withOneToken(["first", ...IDS]));
  const unknown = <T>(value: T) => declareSingle("first").webhookId.apply(() => value);

  test.each<[string, () => unknown]>([
    ["all instances", () => declareFleet(unknown(IDS))],
    ["one id of the list", () => declareFleet(["shop-1", unknown("shop-2")])],
    [
      "what one member has otherwise",
      () => declareFleet({ "shop-1": {}, "shop-2": unknown({ enabled: false }) }),
    ],
    ["the url", () => declareFleet(IDS, { url: pulumi.interpolate`https://x.example/${unknown("")}` })],
    ["a member's token", () => declareFleet({ "shop-1": { token: unknown("t") } })],
  ])("may be %s", async (_what, declare) => {
    const { output, calls } = await scene.stack.preview(() => void declare());
    expect(output).toContain("+ 3 to create");
    expect(calls).toEqual([]);
  });

  test("is used once it is known, and named where it may change one member", async () => {
    await scene.stack.up(() => void declareFleet({ "shop-1": {}, "shop-2": unknown({ enabled: false }) }));
    expect(onlyWebhook(scene.server, "shop-2").enabled).toBe(false);
    scene.server.remove("first", onlyWebhook(scene.server, "first").webhookId);
    const changed = () => void declareFleet({ "shop-1": {}, "shop-2": { name: unknown("x") } });
    const { output } = await scene.stack.preview(changed, { refresh: true, diff: true });
    expect(markedProperties(output).join("\n")).toContain("~ shop-2");
    expect(markedProperties(output).join("\n")).not.toContain("shop-1");
  });
});

describe("a fleet that is refused", () => {
  const scene = useStack({}, withOneToken(IDS));

  test.each<[string, () => unknown, string]>([
    [
      "an id that is listed twice",
      () => declareFleet(["shop-1", "shop-1"]),
      'instances[1]: "shop-1" is listed twice',
    ],
    ["a bad id", () => declareFleet(["shop-1", ".."]), 'instances[1]: must not be ".."'],
    ["__proto__", () => declareFleet(["__proto__"]), 'must not be "__proto__"'],
    [
      "an unknown argument in a member",
      () => declareFleet({ "shop-1": { enable: true } as object }),
      'instances.shop-1.enable: unknown argument; did you mean "enabled"?',
    ],
    [
      "contradictory events in a member",
      () => declareFleet({ "shop-1": { events: "all", otherEvents: "off" } }),
      'instances.shop-1.otherEvents: "off" contradicts events',
    ],
    ["no instances", () => declareFleet(undefined as unknown as string[]), "instances: is required"],
  ])("for %s is so in a preview, without a request", async (_what, declare, reason) => {
    const { output, calls } = await failureOf(scene.stack.preview(() => void declare()));
    expect(output).toContain(reason);
    expect(calls).toEqual([]);
  });
});

describe("instances without a token", () => {
  const tokens = { value: JSON.stringify({ "shop-1": "t" }), secret: true };
  const scene = useStack({ "codechat:tokens": tokens }, withOneToken(IDS));

  test("are named in a preview, without a request", async () => {
    await scene.stack.project.pulumi("config", "rm", "codechat:token", "--stack", "test");
    const { output, calls } = await failureOf(scene.stack.preview(oneFleet(IDS)));
    expect(output).toMatch(/token: none is configured .* \(a\.b\/c, shop-2, shop-3, ünï\)/);
    expect(calls).toEqual([]);
  });
});
