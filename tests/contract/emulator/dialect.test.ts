import type { Dialect, EmulatorOptions } from "../../../emulator/src";
import { INSTANCE, pathOf, send, sendBad, withEmulator } from "../../support/emulator/client";

const declared = { name: "orders", url: "https://example.com/hook" };

function speaking(dialect: Partial<Dialect>): EmulatorOptions {
  return { dialect };
}

test("webhook ids can be integers", () =>
  withEmulator(speaking({ webhookIds: "integer" }), async (emulator) => {
    const { body } = await send(emulator, "POST", pathOf(), declared);
    expect(Number.isInteger(body.webhookId)).toBe(true);
    expect((await send(emulator, "GET", pathOf(body.webhookId))).body).toEqual(body);
  }));

test("stateInstance can be spelled statusInstance, and then only so", () =>
  withEmulator(speaking({ stateInstanceSpelling: "statusInstance" }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, declared);
    const { body } = await send(emulator, "PUT", pathOf(webhookId), declared);
    expect(Object.keys(body.WebhookEvents ?? {})).toContain("statusInstance");
    expect(Object.keys(body.WebhookEvents ?? {})).not.toContain("stateInstance");
    const path = `${pathOf(webhookId)}/events`;
    expect((await send(emulator, "PATCH", path, { stateInstance: false })).status).toBe(400);
    expect((await send(emulator, "PATCH", path, { statusInstance: false })).status).toBe(200);
    expect(emulator.webhooks()[0]?.events["stateInstance"]).toBe(false);
  }));

test("PATCH can replace: what it leaves out goes back to true", () =>
  withEmulator(speaking({ patchMode: "replace" }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, { ...declared, events: { chatsSet: false } });
    await send(emulator, "PATCH", `${pathOf(webhookId)}/events`, { messagesSet: false });
    expect(emulator.webhooks()[0]?.events).toMatchObject({ messagesSet: false, chatsSet: true });
  }));

test("PATCH can answer with the events alone and with another 2xx", () =>
  withEmulator(speaking({ patchAnswer: "events", patchStatus: 201 }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, declared);
    const { status, body } = await send<unknown>(emulator, "PATCH", `${pathOf(webhookId)}/events`, {
      messagesSet: false,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ messagesSet: false, webhookEventsId: expect.any(String) });
    expect(body).not.toHaveProperty("WebhookEvents");
  }));

test("PUT can keep an enabled that it is not told", () =>
  withEmulator(speaking({ putMissingEnabled: "keep" }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, { ...declared, enabled: true });
    expect((await send(emulator, "PUT", pathOf(webhookId), declared)).body.enabled).toBe(true);
  }));

test("answers can come without WebhookEvents", () =>
  withEmulator(speaking({ answersWithEvents: ["get"] }), async (emulator) => {
    const { body } = await send(emulator, "POST", pathOf(), declared);
    expect(body).not.toHaveProperty("WebhookEvents");
    expect((await send(emulator, "PUT", pathOf(body.webhookId), declared)).body).not.toHaveProperty(
      "WebhookEvents",
    );
    expect((await send(emulator, "GET", pathOf(body.webhookId))).body).toHaveProperty("WebhookEvents");
  }));

test.each([404, 405] as const)("the list call can be missing with %d", (listCall) =>
  withEmulator(speaking({ listCall }), async (emulator) => {
    const { status, body } = await sendBad(emulator, "GET", pathOf());
    expect([status, body.statusCode]).toEqual([listCall, listCall]);
    expect((await send(emulator, "POST", pathOf(), declared)).status).toBe(201);
  }),
);

test.each([401, 404] as const)("a call for an instance that is not there is answered %d", (missingInstance) =>
  withEmulator(speaking({ missingInstance }), async (emulator) => {
    const { status, body } = await sendBad(emulator, "GET", pathOf(undefined, "nowhere"));
    const message = missingInstance === 404 ? "Instance not found" : "Unauthorized";
    expect([status, body.message]).toEqual([missingInstance, [message]]);
  }),
);

test.each([400, 409] as const)("a second webhook with the same url can be refused with %d", (duplicateUrl) =>
  withEmulator(speaking({ duplicateUrl }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, declared);
    const other = emulator.plant(INSTANCE, { name: "other", url: "https://example.com/other" });
    expect((await send(emulator, "POST", pathOf(), declared)).status).toBe(duplicateUrl);
    expect((await send(emulator, "PUT", pathOf(other.webhookId), declared)).status).toBe(duplicateUrl);
    expect((await send(emulator, "PUT", pathOf(webhookId), declared)).status).toBe(201);
  }),
);

test("an error's message can be one string", () =>
  withEmulator(speaking({ errorMessage: "string" }), async (emulator) => {
    const { body } = await sendBad(emulator, "POST", pathOf(), {});
    expect(body.message).toBe("name must be a string; url must be a string");
  }));

test("unknown flags can be ignored without a word", () =>
  withEmulator(speaking({ unknownFlags: "ignore" }), async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, declared);
    const { status, body } = await send(emulator, "PATCH", `${pathOf(webhookId)}/events`, {
      callUpsert: false,
      chatsSet: false,
    });
    expect(status).toBe(200);
    expect(body.WebhookEvents).toMatchObject({ chatsSet: false });
    expect(body.WebhookEvents).not.toHaveProperty("callUpsert");
  }));

test("reads can lag behind writes: changes, new webhooks and deletions show late", () =>
  withEmulator(speaking({ readLag: 2 }), async (emulator) => {
    const names = async () =>
      (await send<{ name: string }[]>(emulator, "GET", pathOf())).body.map((webhook) => webhook.name);

    const { body } = await send(emulator, "POST", pathOf(), declared);
    expect((await send(emulator, "GET", pathOf(body.webhookId))).status).toBe(404);
    expect(await names()).toEqual([]);
    expect(await names()).toEqual(["orders"]);

    await send(emulator, "PUT", pathOf(body.webhookId), { ...declared, name: "new" });
    expect([await names(), await names(), await names()]).toEqual([["orders"], ["orders"], ["new"]]);

    await send(emulator, "DELETE", pathOf(body.webhookId));
    expect([await names(), await names(), await names()]).toEqual([["new"], ["new"], []]);
  }));

test("the dialect can change while the server runs, as in an upgrade", () =>
  withEmulator({}, async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, { ...declared, events: { messagesSet: false } });
    emulator.changeDialect({ vocabulary: ["messagesSet", "callUpsert"] });
    const { body } = await send(emulator, "GET", pathOf(webhookId));
    expect(body.WebhookEvents).toMatchObject({ messagesSet: false, callUpsert: true });
    expect(body.WebhookEvents).not.toHaveProperty("chatsSet");
  }));
