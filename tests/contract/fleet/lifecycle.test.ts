import { UNKNOWN } from "../../../provider/webhook/unknown";
import {
  countCalls,
  createdFleet,
  Fleet,
  fleetOf,
  fleetRefusals,
  liveByInstance,
  shops,
  startFleetRun,
  startFleetServer,
  touchedInstances,
} from "../../support/provider/fleet";
import { PROVIDER_LINE } from "../../support/provider/resource";
import { handClock } from "../../support/server/clock";
import { eventsOn, onlyWebhook } from "../../support/server/server";

const THREE = shops(3);
const [FIRST = "", SECOND = "", THIRD = ""] = THREE;

describe("a fleet's life", () => {
  test("create makes every member live as declared and returns complete outputs", async () => {
    const server = await startFleetServer(THREE);
    const { state } = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    for (const instanceId of THREE) {
      const live = onlyWebhook(server, instanceId);
      const url = `https://shop.example/hook?i=${instanceId}`;
      expect(live).toMatchObject({ name: "orders", url, enabled: true });
      expect(eventsOn(live)).toEqual(["messagesUpsert"]);
    }
    expect(state.outputs).toEqual({
      __provider: PROVIDER_LINE,
      instances: { [FIRST]: {}, [SECOND]: {}, [THIRD]: {} },
      name: "orders",
      url: "https://shop.example/hook?i={instanceId}",
      enabled: true,
      events: { messagesUpsert: true },
      otherEvents: "off",
      baseUrl: server.url,
      webhookIds: Object.fromEntries(THREE.map((id) => [id, onlyWebhook(server, id).webhookId])),
    });
  });

  test("requests per member: create 4, unchanged 0, update 2, refresh 1, destroy 1", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    expect(countCalls(server)).toEqual({ list: 3, create: 3, update: 3, events: 3 });
    expect(await fleet.up(await startFleetRun(server), fleetOf(THREE))).toBe("unchanged");
    expect(countCalls(server)).toEqual({});
    expect(await fleet.up(await startFleetRun(server), fleetOf(THREE, { enabled: false }))).toBe("updated");
    expect(countCalls(server)).toEqual({ update: 3, events: 3 });
    await fleet.refresh(await startFleetRun(server));
    expect(countCalls(server)).toEqual({ get: 3 });
    await fleet.destroy(await startFleetRun(server));
    expect(countCalls(server)).toEqual({ delete: 3 });
    expect(server.webhooks()).toEqual([]);
  });

  test("a refresh of what is as declared changes nothing in state", async () => {
    const server = await startFleetServer(THREE);
    const args = fleetOf({ [FIRST]: { enabled: false }, [SECOND]: {}, [THIRD]: { events: "all" } });
    const fleet = await createdFleet(await startFleetRun(server), args);
    const before = fleet.state;
    await fleet.refresh(await startFleetRun(server));
    expect(fleet.state).toEqual(before);
  });

  test("the list in another order, or the same as a map, is unchanged", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    const map = Object.fromEntries(THREE.map((id) => [id, {}]));
    for (const instances of [[...THREE].reverse(), map]) {
      expect(await fleet.up(await startFleetRun(server), fleetOf(instances))).toBe("unchanged");
    }
  });

  test("added instances are created, removed ones destroyed, the others left alone", async () => {
    const server = await startFleetServer([...THREE, "shop-new"]);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    const { [SECOND]: before } = liveByInstance(server);
    countCalls(server);
    // By a clock that stands still nothing takes long enough to be told.
    const run = await startFleetRun(server, {}, { clock: handClock().clock });
    await fleet.up(run, fleetOf([SECOND, "shop-new"]));
    expect(countCalls(server)).toEqual({ delete: 2, list: 1, create: 1, update: 1, events: 1 });
    expect(run.lines.filter((line) => line.includes("left from the last run"))).toEqual([]);
    expect(Object.keys(liveByInstance(server)).sort()).toEqual(["shop-new", SECOND].sort());
    expect(liveByInstance(server)[SECOND]).toBe(before);
    expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual(["shop-new", SECOND].sort());
  });

  test("a fleet whose webhooks are to stay is let go without a request or a token", async () => {
    const server = await startFleetServer(THREE);
    const args = fleetOf(THREE, { onDestroy: "retain" });
    const fleet = await createdFleet(await startFleetRun(server), args);
    countCalls(server);
    await fleet.destroy(await startFleetRun(server, { token: undefined }));
    expect(countCalls(server)).toEqual({});
    expect(server.webhooks()).toHaveLength(3);
  });

  test("instances that a preview does not know yet are a change", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    expect(await fleet.changes(await startFleetRun(server), fleetOf(UNKNOWN))).toBe(true);
  });

  test("an instance that is taken out and put in again gets a new webhook", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    await fleet.up(await startFleetRun(server), fleetOf([FIRST, SECOND]));
    await fleet.up(await startFleetRun(server), fleetOf(THREE));
    expect(server.webhooks()).toHaveLength(3);
    expect(await fleet.up(await startFleetRun(server), fleetOf(THREE))).toBe("unchanged");
  });

  test("a changed server is asked for the same webhooks", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    countCalls(server);
    const elsewhere = server.url.replace("127.0.0.1", "localhost");
    await fleet.up(await startFleetRun({ url: elsewhere }), fleetOf(THREE));
    expect(countCalls(server)).toEqual({ update: 3, events: 3 });
    expect(fleet.state.outputs.baseUrl).toBe(elsewhere);
  });
});

describe("what a member has otherwise", () => {
  test("is url, name, enabled and events, with its instance id in templates", async () => {
    const server = await startFleetServer(THREE);
    const instances = {
      [FIRST]: { name: "{instanceId} sales", url: "https://{instanceId}.example/hook" },
      [SECOND]: { enabled: false, events: "all" },
      [THIRD]: { events: { chatsSet: false } },
    };
    await createdFleet(await startFleetRun(server), fleetOf(instances));
    const [first, second, third] = THREE.map((id) => onlyWebhook(server, id));
    expect(first).toMatchObject({
      name: `${FIRST} sales`,
      url: `https://${FIRST}.example/hook`,
      enabled: true,
    });
    expect(second).toMatchObject({ name: "orders", enabled: false });
    expect(Object.values(second?.events ?? {})).not.toContain(false);
    expect(third?.events).toMatchObject({ chatsSet: false, messagesUpsert: true, sendMessage: true });
  });

  test("touches that member alone where it changes", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    for (const overrides of [{ name: "sales" }, { enabled: false }, { events: ["chatsSet"] }, {}]) {
      touchedInstances(server);
      await fleet.up(await startFleetRun(server), fleetOf({ [FIRST]: {}, [SECOND]: overrides, [THIRD]: {} }));
      expect(touchedInstances(server)).toEqual([SECOND]);
    }
  });

  test("keeps a member as it is where the fleet's own value changes", async () => {
    const server = await startFleetServer(THREE);
    const instances = { [FIRST]: {}, [SECOND]: { name: "sales" }, [THIRD]: {} };
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(instances));
    touchedInstances(server);
    await fleet.up(await startFleetRun(server), fleetOf(instances, { name: "all" }));
    expect(touchedInstances(server)).toEqual([FIRST, THIRD]);
    expect(server.webhooks().map(({ name }) => name)).toEqual(["all", "sales", "all"]);
  });

  test("may be its token", async () => {
    const server = await startFleetServer(THREE);
    server.register({ [SECOND]: "another-token" });
    await createdFleet(
      await startFleetRun(server),
      fleetOf(THREE, { tokens: { [SECOND]: "another-token" } }),
    );
    expect(server.webhooks()).toHaveLength(3);
  });
});

describe("instances of any name", () => {
  const IDS = ["constructor", "toString", "valueOf", "ünï ☎", "a/b", "a.b", "50%", "{instanceId}", "$&", "0"];

  test("go through the whole life", async () => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    const urls = new Map(server.webhooks().map(({ instanceId, url }) => [instanceId, url]));
    expect(urls).toEqual(
      new Map(IDS.map((id) => [id, `https://shop.example/hook?i=${encodeURIComponent(id)}`])),
    );
    await fleet.up(await startFleetRun(server), fleetOf(IDS, { enabled: false }));
    await fleet.refresh(await startFleetRun(server));
    expect(await fleet.up(await startFleetRun(server), fleetOf(IDS, { enabled: false }))).toBe("unchanged");
    await fleet.up(await startFleetRun(server), fleetOf(IDS.slice(1)));
    expect(server.webhooks()).toHaveLength(IDS.length - 1);
    await fleet.destroy(await startFleetRun(server));
    expect(server.webhooks()).toEqual([]);
  });
});

describe("as with a single webhook,", () => {
  test("what is there already is adopted, unless adopt is false", async () => {
    const server = await startFleetServer(THREE);
    const url = `https://shop.example/hook?i=${SECOND}`;
    const { webhookId } = server.plant(SECOND, { name: "orders", url });
    const refused = new Fleet().up(await startFleetRun(server), fleetOf([SECOND], { adopt: false }));
    await expect(refused).rejects.toThrow(`already has a webhook "orders" with this url: ${webhookId}`);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    expect(fleet.state.outputs.webhookIds[SECOND]).toBe(webhookId);
    expect(server.webhooks()).toHaveLength(3);
  });

  test("two that fit are a choice that the error leaves to the user", async () => {
    const server = await startFleetServer(THREE);
    const url = `https://shop.example/hook?i=${SECOND}`;
    const ids = [1, 2].map(() => server.plant(SECOND, { name: "orders", url }).webhookId);
    const up = new Fleet().up(await startFleetRun(server), fleetOf(THREE));
    await expect(up).rejects.toThrow(
      `instance ${SECOND} has 2 webhooks "orders" with this url: ${ids.join(", ")}`,
    );
  });

  test("reads that lag behind are waited for", async () => {
    const server = await startFleetServer(THREE, { dialect: { readLag: 2 } });
    await createdFleet(await startFleetRun(server), fleetOf(THREE));
    for (const id of THREE) expect(eventsOn(onlyWebhook(server, id))).toEqual(["messagesUpsert"]);
  });

  test("calls that fail for a moment are sent again", async () => {
    const server = await startFleetServer(THREE);
    for (const call of ["list", "create", "update", "events"] as const) {
      server.faults.add({ call, nth: 2, fault: { kind: "status", status: 503 } });
    }
    await createdFleet(await startFleetRun(server), fleetOf(THREE));
    expect(server.webhooks()).toHaveLength(3);
  });

  test("an answer to POST that was lost leaves one webhook", async () => {
    const server = await startFleetServer(THREE);
    server.faults.add({ call: "create", nth: 2, fault: { kind: "reset", applied: true } });
    await createdFleet(await startFleetRun(server), fleetOf(THREE));
    expect(server.webhooks()).toHaveLength(3);
  });

  test.each([
    ["disable", { update: 3 }, [false, false, false]],
    ["retain", {}, [true, true, true]],
    ["delete", { delete: 3 }, []],
  ])("onDestroy %s decides what becomes of the live ones", async (onDestroy, calls, enabled) => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE, { onDestroy }));
    countCalls(server);
    await fleet.destroy(await startFleetRun(server));
    expect(countCalls(server)).toEqual(calls);
    expect(server.webhooks().map((webhook) => webhook.enabled)).toEqual(enabled);
  });

  test("onDestroy decides what becomes of a removed member, as it is declared now", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    await fleet.up(await startFleetRun(server), fleetOf([FIRST, SECOND], { onDestroy: "disable" }));
    expect(onlyWebhook(server, THIRD)).toMatchObject({ name: "orders", enabled: false });
    countCalls(server);
    await fleet.up(await startFleetRun(server), fleetOf([FIRST], { onDestroy: "retain" }));
    expect(countCalls(server)).toEqual({});
    expect(onlyWebhook(server, SECOND).enabled).toBe(true);
    expect(Object.keys(fleet.state.outputs.webhookIds)).toEqual([FIRST]);
  });

  test("a new token, or another onDestroy, is brought into state without a request", async () => {
    const server = await startFleetServer(THREE);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(THREE));
    countCalls(server);
    const args = fleetOf(THREE, { token: "new-token", onDestroy: "retain" });
    expect(await fleet.up(await startFleetRun(server), args)).toBe("updated");
    expect(countCalls(server)).toEqual({});
    expect(fleet.state.outputs).toMatchObject({ token: "new-token", onDestroy: "retain" });
    expect(await fleet.up(await startFleetRun(server), args)).toBe("unchanged");
  });

  test("a declared server is used, and survives a refresh", async () => {
    const server = await startFleetServer(THREE);
    const args = fleetOf(THREE, { baseUrl: `${server.url}/` });
    const fleet = await createdFleet(await startFleetRun({ url: "http://127.0.0.1:9" }), args);
    await fleet.refresh(await startFleetRun({ url: "http://127.0.0.1:9" }));
    expect(fleet.state.inputs.baseUrl).toBe(server.url);
    expect(await fleet.up(await startFleetRun({ url: "http://127.0.0.1:9" }), args)).toBe("unchanged");
  });
});

describe("configuration that is unusable", () => {
  test.each<[string, object]>([
    ["a fleet without members", { instances: {} }],
    ["a fleet whose members are not known yet", { instances: UNKNOWN }],
    ["a fleet with something else that is wrong", { instances: THREE, enabled: "yes" }],
  ])("is said once for %s", async (_, args) => {
    const run = await startFleetRun({ url: "http://x.example" }, { maxRetries: "-1" });
    const reasons = await fleetRefusals(run, fleetOf(THREE, { ...args }));
    expect(reasons.filter((reason) => reason.startsWith("codechat:maxRetries"))).toHaveLength(1);
    expect(reasons).toHaveLength("enabled" in args ? 2 : 1);
  });
});

describe("configuration that is missing", () => {
  test("for all members is said once", async () => {
    const run = await startFleetRun({ url: "" }, { token: undefined, baseUrl: undefined });
    const reasons = await fleetRefusals(run, fleetOf(THREE));
    expect(reasons).toEqual([expect.stringMatching(/^baseUrl: none/), expect.stringMatching(/^token: none/)]);
    expect(reasons.join()).not.toContain("shop-");
  });

  test("for some members names them, the first five and how many more", async () => {
    const tokens = JSON.stringify({ "shop-0009": "token" });
    const run = await startFleetRun({ url: "http://x.example" }, { token: undefined, tokens });
    expect(await fleetRefusals(run, fleetOf(["shop-0009", "shop-0002", "shop-0001"]))).toEqual([
      expect.stringMatching(/^token: none is configured .* \(shop-0001, shop-0002\)$/),
    ]);
    expect(await fleetRefusals(run, fleetOf(shops(12)))).toEqual([
      expect.stringMatching(/\(shop-0001, shop-0002, shop-0003, shop-0004, shop-0005 and 6 more\)$/),
    ]);
  });

  test("is not missing where a preview does not know the members, or their own tokens, yet", async () => {
    const run = await startFleetRun({ url: "http://x.example" }, { token: undefined });
    expect(await fleetRefusals(run, fleetOf(["0", "shop-1"], { tokens: UNKNOWN }))).toEqual([]);
    expect(await fleetRefusals(run, fleetOf(UNKNOWN))).toEqual([]);
  });
});
