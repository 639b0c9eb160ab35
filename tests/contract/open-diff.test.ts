import { declareFleet, Fleet, fleetOf, startFleetRun, startFleetServer } from "../support/provider/fleet";
import { type Config, startRun } from "../support/provider/provider";
import { type Arguments, created, declare, ORDERS } from "../support/provider/resource";
import { startServer } from "../support/server/server";

const ELSEWHERE = { baseUrl: "https://elsewhere.example" };

describe("diff of a webhook", () => {
  test.each<[string, Arguments, Config, boolean | undefined]>([
    ["says that nothing changes", {}, {}, false],
    ["says so of what has the same effect", { onDestroy: "delete" }, {}, false],
    ["leaves what the inputs show to the engine", { name: "sales" }, {}, undefined],
    ["leaves a declared server to the engine", ELSEWHERE, {}, undefined],
    ["says itself what the inputs do not show", {}, ELSEWHERE, true],
    ["leaves to the engine what they show in part", { name: "sales" }, ELSEWHERE, undefined],
  ])("%s", async (_what, args, config, changes) => {
    const server = await startServer();
    const { id, outputs } = (await created(await startRun(server))).state;
    const run = await startRun(server, config);
    expect((await run.diff(id, outputs, await declare(run, { ...ORDERS, ...args }))).changes).toBe(changes);
  });
});

describe("diff of a fleet", () => {
  const IDS = ["shop-1", "shop-2"];

  test.each<[string, string[], Arguments, Config, boolean | undefined]>([
    ["says that nothing changes", IDS, {}, {}, false],
    ["leaves what the inputs show to the engine", IDS, { name: "sales" }, {}, undefined],
    ["leaves a member that goes to the engine", ["shop-1"], {}, {}, undefined],
    ["leaves a declared server to the engine", IDS, ELSEWHERE, {}, undefined],
    ["says itself what the inputs do not show", IDS, {}, ELSEWHERE, true],
    // A failed run may have left it, and the inputs have it then.
    ["says itself that a member comes", [...IDS, "shop-3"], {}, {}, true],
  ])("%s", async (_what, ids, args, config, changes) => {
    const server = await startFleetServer([...IDS, "shop-3"]);
    const fleet = new Fleet();
    await fleet.up(await startFleetRun(server), fleetOf(IDS));
    const { id, outputs } = fleet.state;
    const { fleets } = await startFleetRun(server, config);
    const news = await declareFleet(fleets, fleetOf(ids, args));
    expect((await fleets.diff(id, outputs, news)).changes).toBe(changes);
  });
});
