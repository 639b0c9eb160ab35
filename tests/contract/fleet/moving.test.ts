import {
  countCalls,
  createdFleet,
  Fleet,
  type FleetRun,
  fleetOf,
  liveByInstance,
  shops,
  startFleetRun,
  startFleetServer,
} from "../../support/provider/fleet";
import { created, Resource } from "../../support/provider/resource";

const IDS = shops(3);
const [FIRST = "", SECOND = "", THIRD = ""] = IDS;

/** The single webhook that is what a member of {@link fleetOf} is. */
const single = (instanceId: string) => ({
  instanceId,
  name: "orders",
  url: `https://shop.example/hook?i=${instanceId}`,
  events: ["messagesUpsert"],
});

async function singles(run: FleetRun, ids: readonly string[]): Promise<Resource[]> {
  return Promise.all(ids.map((id) => created(run.webhooks, single(id))));
}

describe("live webhooks stay where they are", () => {
  test("when single resources become a fleet", async () => {
    const server = await startFleetServer(IDS);
    const before = await singles(await startFleetRun(server), IDS);
    const live = liveByInstance(server);
    countCalls(server);
    const run = await startFleetRun(server);
    const fleet = await createdFleet(run, fleetOf(IDS));
    for (const webhook of before) await webhook.destroy(run.webhooks);
    expect(countCalls(server)).toEqual({ list: 3, update: 3, events: 3 });
    expect(liveByInstance(server)).toEqual(live);
    expect(await fleet.up(await startFleetRun(server), fleetOf(IDS))).toBe("unchanged");
  });

  test("when a single resource joins a fleet that is there", async () => {
    const server = await startFleetServer(IDS);
    const first = await startFleetRun(server);
    const fleet = await createdFleet(first, fleetOf([FIRST, SECOND]));
    const [third] = await singles(first, [THIRD]);
    const live = liveByInstance(server);
    countCalls(server);
    const run = await startFleetRun(server);
    await fleet.up(run, fleetOf(IDS));
    await third?.destroy(run.webhooks);
    expect(countCalls(server)).toEqual({ list: 1, update: 1, events: 1 });
    expect(liveByInstance(server)).toEqual(live);
  });

  test("when a fleet becomes single resources", async () => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    const live = liveByInstance(server);
    countCalls(server);
    const run = await startFleetRun(server);
    await singles(run, IDS);
    await fleet.destroy(run);
    expect(countCalls(server)).toEqual({ list: 3, update: 3, events: 3 });
    expect(liveByInstance(server)).toEqual(live);
  });

  test("when a member becomes a single resource before the fleet lets it go", async () => {
    const server = await startFleetServer(IDS);
    const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    const live = liveByInstance(server);
    countCalls(server);
    const run = await startFleetRun(server);
    await singles(run, [THIRD]);
    await fleet.up(run, fleetOf([FIRST, SECOND]));
    expect(countCalls(server)).toEqual({ list: 1, update: 1, events: 1 });
    expect(liveByInstance(server)).toEqual(live);
  });

  test("when the fleet gets another name in the program, or is replaced by force", async () => {
    const server = await startFleetServer(IDS);
    const old = await createdFleet(await startFleetRun(server), fleetOf(IDS));
    const live = liveByInstance(server);
    countCalls(server);
    const run = await startFleetRun(server);
    await old.changes(run, fleetOf(IDS));
    await createdFleet(run, fleetOf(IDS));
    await old.destroy(run);
    expect(countCalls(server)).toEqual({ list: 3, update: 3, events: 3 });
    expect(liveByInstance(server)).toEqual(live);
  });

  test("when an instance moves into another fleet that comes first", async () => {
    const server = await startFleetServer(IDS);
    const first = await startFleetRun(server);
    const [left, right] = [
      await createdFleet(first, fleetOf([FIRST, SECOND])),
      await createdFleet(first, fleetOf([THIRD])),
    ];
    const live = liveByInstance(server);
    const run = await startFleetRun(server);
    await right.up(run, fleetOf([SECOND, THIRD]));
    await left.up(run, fleetOf([FIRST]));
    expect(liveByInstance(server)).toEqual(live);
  });
});

test("what could not be adopted in time is deleted by the old resource, and says so by its calls", async () => {
  const server = await startFleetServer(IDS);
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
  countCalls(server);
  const run = await startFleetRun(server);
  await fleet.up(run, fleetOf([FIRST, SECOND]));
  await singles(run, [THIRD]);
  expect(countCalls(server)).toEqual({ delete: 1, list: 1, create: 1, update: 1, events: 1 });
});

test("two resources of one run never own one live webhook", async () => {
  const server = await startFleetServer(IDS);
  const run = await startFleetRun(server);
  await singles(run, [SECOND]);
  const up = new Fleet().up(run, fleetOf(IDS));
  await expect(up).rejects.toThrow(
    /instances\.shop-0002: WebhookFleet "orders", member shop-0002, and Webhook "resource-\d+" declare the same/,
  );
});

test("a new webhook does not take the one whose member is about to get another name", async () => {
  const server = await startFleetServer(IDS);
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
  const run = await startFleetRun(server);
  const renamed = fleetOf(IDS, { name: "sales" });
  await fleet.changes(run, renamed);
  const fresh = new Resource();
  await fresh.up(run.webhooks, single(FIRST));
  await fleet.up(run, renamed);
  expect(server.webhooks(FIRST).map(({ name }) => name)).toEqual(["sales", "orders"]);
  expect(fresh.state.id).not.toBe(fleet.state.outputs.webhookIds[FIRST]);
});
