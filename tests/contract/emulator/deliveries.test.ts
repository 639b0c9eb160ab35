import type { Delivery } from "../../../emulator/src";
import { sampleDelivery } from "../../../provider/events";
import { control, INSTANCE, TOKEN, withEmulator } from "../../support/emulator/client";
import { withReceiver } from "../../support/emulator/receiver";

/** An enabled webhook that is subscribed to every event. */
const enabled = (url: string, name = "orders") => ({ name, url, enabled: true });

test("an event reaches every enabled webhook that is subscribed to it, and no other", () =>
  withReceiver((url, received) =>
    withEmulator({ instances: { [INSTANCE]: TOKEN, other: "t" } }, async (emulator) => {
      const { webhookId } = emulator.plant(INSTANCE, enabled(`${url}/on`, "on"));
      emulator.plant(INSTANCE, { name: "disabled", url: `${url}/disabled` });
      emulator.plant(INSTANCE, { ...enabled(`${url}/off`, "off"), events: { messagesSet: false } });
      emulator.plant("other", enabled(`${url}/other`, "other"));

      const { body } = await control<Delivery[]>(emulator, "POST", `/instances/${INSTANCE}/events`, {
        event: "messages.set",
        data: { text: "hello" },
      });
      expect(body.map(({ webhookName, outcome, status }) => [webhookName, outcome, status])).toEqual([
        ["on", "delivered", 200],
        ["disabled", "disabled", undefined],
        ["off", "not subscribed", undefined],
      ]);
      expect(body[0]).toEqual({
        sequence: 1,
        event: "messages.set",
        flag: "messagesSet",
        instanceId: INSTANCE,
        webhookId,
        webhookName: "on",
        date: expect.stringMatching(/^\d{4}-.*Z$/),
        outcome: "delivered",
        status: 200,
      });
      expect(received.map(({ path, body }) => [path, body["event"], body["data"]])).toEqual([
        ["/on", "messages.set", { text: "hello" }],
      ]);
    }),
  ));

test("what arrives is the sample delivery that the API documents, its headers included", () =>
  withReceiver((url, received) =>
    withEmulator({}, async (emulator) => {
      emulator.plant(INSTANCE, enabled(url));
      const [delivery] = await emulator.fire(INSTANCE, "messages.upsert");
      const { headers, body } = sampleDelivery("messages.upsert", {
        instanceId: INSTANCE,
        date: new Date(delivery?.date ?? Number.NaN),
      });
      expect(received[0]?.body).toEqual(body);
      expect(received[0]?.headers).toMatchObject({
        "content-type": "application/json",
        "x-businessid": headers["x-businessId"],
        "x-instanceid": INSTANCE,
        "x-whatsappid": headers["x-whatsappId"],
      });
    }),
  ));

test.each([
  ["messagesUpsert", "messages.upsert", "messagesUpsert"],
  ["messages.upsert", "messages.upsert", "messagesUpsert"],
  ["statusInstance", "status.instance", "stateInstance"],
])("%s fires %s to who has the flag %s", (spelling, event, flag) =>
  withReceiver((url, received) =>
    withEmulator({}, async (emulator) => {
      emulator.plant(INSTANCE, enabled(url));
      emulator.plant(INSTANCE, { ...enabled(url, "off"), events: { [flag]: false } });
      const deliveries = await emulator.fire(INSTANCE, spelling);
      expect(deliveries.map(({ outcome }) => outcome)).toEqual(["delivered", "not subscribed"]);
      expect(deliveries[0]).toMatchObject({ event, flag });
      expect(received.map(({ body }) => body["event"])).toEqual([event]);
    }),
  ),
);

test("a flag outside the catalogue is delivered under its own name", () =>
  withReceiver((url, received) =>
    withEmulator({ dialect: { vocabulary: ["flagOfTomorrow"] } }, async (emulator) => {
      emulator.plant(INSTANCE, enabled(url));
      await emulator.fire(INSTANCE, "flagOfTomorrow");
      expect(received[0]?.body).toMatchObject({ event: "flagOfTomorrow", data: {} });
    }),
  ));

test.each(["call.upsert", "callUpsert", "nonsense"])(
  "%s is refused by a server that does not know it, with those that it knows",
  (event) =>
    withEmulator({ dialect: { vocabulary: ["messagesUpsert", "flagOfTomorrow"] } }, async (emulator) => {
      await expect(emulator.fire(INSTANCE, event)).rejects.toThrow(
        `event ${event} is not known to this server; it knows messages.upsert, flagOfTomorrow`,
      );
    }),
);

test("deliveries are listed from a sequence on, and forgotten", () =>
  withEmulator({ instances: { [INSTANCE]: TOKEN, other: "t" } }, async (emulator) => {
    const list = async (query: string) => {
      const { body } = await control<Delivery[]>(emulator, "GET", `/deliveries${query}`);
      return body.map(({ sequence, event }) => [sequence, event]);
    };
    for (const instanceId of [INSTANCE, "other"]) {
      emulator.plant(instanceId, { name: "orders", url: "https://example.com/hook" });
    }
    await emulator.fire(INSTANCE, "chats.set");
    await emulator.fire("other", "messages.set");
    expect(await list("")).toEqual([
      [1, "chats.set"],
      [2, "messages.set"],
    ]);
    expect(await list("?since=1")).toEqual([[2, "messages.set"]]);
    expect(await list(`?instanceId=${INSTANCE}`)).toEqual([[1, "chats.set"]]);
    await control(emulator, "DELETE", "/deliveries");
    expect(emulator.deliveries).toEqual([]);
    await emulator.fire(INSTANCE, "chats.set");
    expect(await list("?since=2")).toEqual([[3, "chats.set"]]);
  }));

test("a failed delivery says why: another status, or no connection", () =>
  withReceiver((url) =>
    withEmulator({}, async (emulator) => {
      emulator.plant(INSTANCE, enabled(`${url}/broken`, "broken"));
      emulator.plant(INSTANCE, enabled("http://127.0.0.1:1/", "nobody"));
      const deliveries = await emulator.fire(INSTANCE, "messages.set");
      expect(deliveries.map(({ outcome, status, error }) => [outcome, status ?? error])).toEqual([
        ["failed", 500],
        ["failed", "ECONNREFUSED"],
      ]);
    }),
  ));

test("a receiver that does not answer in time has failed", () =>
  withReceiver((url) =>
    withEmulator({ deliveryTimeout: 50 }, async (emulator) => {
      emulator.plant(INSTANCE, enabled(`${url}/silent`));
      const [delivery] = await emulator.fire(INSTANCE, "messages.set");
      expect(delivery).toMatchObject({ outcome: "failed", error: "ETIMEDOUT" });
    }),
  ));

test("a webhook's own headers go with it", () =>
  withReceiver((url, received) =>
    withEmulator({ serverVersion: "2.2.1" }, async (emulator) => {
      emulator.plant(INSTANCE, { ...enabled(url), headers: { "x-key": "k" } });
      await emulator.fire(INSTANCE, "labels.edit");
      expect(received[0]?.headers).toMatchObject({ "x-key": "k", "x-instanceid": INSTANCE });
    }),
  ));
