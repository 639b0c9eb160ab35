import {
  countCalls,
  createdFleet,
  fleetOf,
  shops,
  startFleetRun,
  startFleetServer,
} from "../../support/provider/fleet";
import { onlyWebhook } from "../../support/server/server";

const IDS = shops(4);
const [KEPT = "", EDITED = "", GONE = "", OTHER = ""] = IDS;

/** A fleet of which one member was changed by hand, and one deleted. */
async function drifted(args = {}, edit = {}) {
  const server = await startFleetServer(IDS);
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS, args));
  server.edit(EDITED, onlyWebhook(server, EDITED).webhookId, {
    name: "by hand",
    enabled: false,
    events: { messagesUpsert: false, chatsSet: true },
    ...edit,
  });
  server.remove(GONE, onlyWebhook(server, GONE).webhookId);
  await fleet.refresh(await startFleetRun(server));
  countCalls(server);
  return { server, fleet };
}

test("a refresh names what drifted, member by member and property by property", async () => {
  const { fleet } = await drifted();
  const live = { name: "by hand", enabled: false, "events.messagesUpsert": false, "events.chatsSet": true };
  for (const { instances } of [fleet.state.inputs, fleet.state.outputs]) {
    expect(instances).toEqual({ [KEPT]: {}, [OTHER]: {}, [EDITED]: { live } });
  }
});

test("the next up repairs that alone: drifted members are settled, gone ones created", async () => {
  const { server, fleet } = await drifted();
  await fleet.up(await startFleetRun(server), fleetOf(IDS));
  const touched = new Set(server.log.entries.map(({ instanceId }) => instanceId));
  expect([...touched].sort()).toEqual([EDITED, GONE]);
  expect(countCalls(server)).toEqual({ list: 1, create: 1, update: 2, events: 2 });
  expect(onlyWebhook(server, EDITED)).toMatchObject({ name: "orders", enabled: true });
  await fleet.refresh(await startFleetRun(server));
  expect(await fleet.up(await startFleetRun(server), fleetOf(IDS))).toBe("unchanged");
});

test("what was put right by hand is no drift any more", async () => {
  const { server, fleet } = await drifted();
  server.edit(EDITED, onlyWebhook(server, EDITED).webhookId, {
    name: "orders",
    enabled: true,
    events: { messagesUpsert: true, chatsSet: false },
  });
  await fleet.refresh(await startFleetRun(server));
  expect(fleet.state.outputs.instances[EDITED]).toEqual({});
});

test("the member's own overrides are what drift is measured by", async () => {
  const server = await startFleetServer(IDS);
  const instances = { [KEPT]: {}, [EDITED]: { enabled: false, events: { chatsSet: true } } };
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(instances));
  server.edit(EDITED, onlyWebhook(server, EDITED).webhookId, {
    enabled: true,
    events: { sendMessage: false },
  });
  await fleet.refresh(await startFleetRun(server));
  expect(fleet.state.outputs.instances[EDITED]).toEqual({
    enabled: false,
    events: { chatsSet: true },
    otherEvents: "leave",
    live: { enabled: true },
  });
});

test("a member that drifted and is taken out is destroyed; one that is gone takes no request", async () => {
  const { server, fleet } = await drifted();
  await fleet.up(await startFleetRun(server), fleetOf([KEPT, OTHER]));
  expect(countCalls(server)).toEqual({ delete: 1 });
  expect(Object.keys(fleet.state.outputs.webhookIds).sort()).toEqual([KEPT, OTHER].sort());
});

test("a drifted url stands in state by its host alone: the rest may be secret", async () => {
  const secret = "secret-path-8Kf2";
  const url = `https://shop.example/${secret}?i={instanceId}`;
  const { fleet } = await drifted({ url }, { url: `https://shop.example/${secret}?i=elsewhere` });
  expect(fleet.state.outputs.instances[EDITED]).toMatchObject({ live: { url: "https://shop.example/…" } });
  expect(JSON.stringify(fleet.state.outputs.instances)).not.toContain(secret);
});

test("a fleet of which nothing is left is created anew, as the same fleet", async () => {
  const server = await startFleetServer(IDS);
  const fleet = await createdFleet(await startFleetRun(server), fleetOf(IDS));
  const { id } = fleet.state;
  for (const { instanceId, webhookId } of server.webhooks()) server.remove(instanceId, webhookId);
  await fleet.refresh(await startFleetRun(server));
  expect(fleet.state.outputs).toMatchObject({ instances: {}, webhookIds: {} });
  await fleet.up(await startFleetRun(server), fleetOf(IDS));
  expect(server.webhooks()).toHaveLength(4);
  expect(fleet.state.id).toBe(id);
});
