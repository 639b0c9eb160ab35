import { SERVER_VERSIONS } from "../../../emulator/src";
import { SCHEMA_EVENT_NAMES } from "../../../provider/api/events";
import { INSTANCE, pathOf, send, sendBad, TOKEN, withEmulator } from "../../support/emulator/client";

const declared = { name: "orders", url: "https://example.com/hook" };

describe("the six calls", () => {
  test("POST creates a disabled webhook with every event on and answers 201", () =>
    withEmulator({}, async (emulator) => {
      const { status, body } = await send(emulator, "POST", pathOf(), declared);
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...declared, enabled: false, instanceInstanceId: INSTANCE });
      expect(typeof body.webhookId).toBe("string");
      const { webhookEventsId, createdAt, updatedAt, ...flags } = body.WebhookEvents ?? {};
      expect(flags).toEqual(Object.fromEntries(SCHEMA_EVENT_NAMES.map((name) => [name, true])));
      expect([webhookEventsId, createdAt, updatedAt]).toEqual([
        expect.any(String),
        body.createdAt,
        body.updatedAt,
      ]);
    }));

  test("the list and GET show what was created", () =>
    withEmulator({}, async (emulator) => {
      const { body: created } = await send(emulator, "POST", pathOf(), declared);
      expect((await send(emulator, "GET", pathOf(created.webhookId))).body).toEqual(created);
      expect((await send(emulator, "GET", pathOf())).body).toEqual([created]);
    }));

  test("PUT answers 201, keeps createdAt and moves updatedAt", () =>
    withEmulator({}, async (emulator) => {
      const { body: created } = await send(emulator, "POST", pathOf(), declared);
      const changed = { name: "new", url: "http://[::1]:8080/x", enabled: true };
      const { status, body } = await send(emulator, "PUT", pathOf(created.webhookId), changed);
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...changed, webhookId: created.webhookId, createdAt: created.createdAt });
      expect(body.updatedAt > created.updatedAt).toBe(true);
    }));

  test("PUT without enabled resets it to false", () =>
    withEmulator({}, async (emulator) => {
      const { webhookId } = emulator.plant(INSTANCE, { ...declared, enabled: true });
      expect((await send(emulator, "PUT", pathOf(webhookId), declared)).body.enabled).toBe(false);
    }));

  test("PATCH sets the flags that it names, answers 200 and moves updatedAt", () =>
    withEmulator({}, async (emulator) => {
      const { webhookId, updatedAt } = emulator.plant(INSTANCE, { ...declared, events: { chatsSet: false } });
      const { status, body } = await send(emulator, "PATCH", `${pathOf(webhookId)}/events`, {
        messagesSet: false,
      });
      expect(status).toBe(200);
      expect(body.WebhookEvents).toMatchObject({ messagesSet: false, chatsSet: false, messagesUpsert: true });
      expect(body.updatedAt > updatedAt).toBe(true);
    }));

  test("DELETE answers the deleted webhook, and then there is none", () =>
    withEmulator({}, async (emulator) => {
      const { body: created } = await send(emulator, "POST", pathOf(), declared);
      const deleted = await send(emulator, "DELETE", pathOf(created.webhookId));
      expect(deleted).toMatchObject({ status: 200, body: created });
      expect((await send(emulator, "GET", pathOf())).body).toEqual([]);
      expect((await send(emulator, "DELETE", pathOf(created.webhookId))).status).toBe(404);
    }));

  test("names, instance ids and webhook ids may hold any character", () => {
    const instanceId = "größe/ 商店?#%";
    return withEmulator({ instances: { [instanceId]: TOKEN } }, async (emulator) => {
      const body = { name: "Bestellungen 🛒", url: "https://example.com/größe" };
      const created = await send(emulator, "POST", pathOf(undefined, instanceId), body);
      expect(created.body).toMatchObject({ ...body, instanceInstanceId: instanceId });
      const path = pathOf(created.body.webhookId, instanceId);
      expect((await send(emulator, "GET", path)).body).toEqual(created.body);
    });
  });
});

describe("refusals", () => {
  const unauthorized = { message: ["Unauthorized"], error: "Unauthorized", statusCode: 401 };

  test.each([
    ["no token", ""],
    ["a wrong token", "wrong"],
    ["the token of another instance", "token-of-other"],
  ])("%s is 401", (_case, token) =>
    withEmulator({ instances: { [INSTANCE]: TOKEN, other: "token-of-other" } }, async (emulator) => {
      const { status, body } = await sendBad(emulator, "GET", pathOf(), undefined, { token });
      expect({ status, body }).toEqual({ status: 401, body: unauthorized });
    }),
  );

  test("an instance that is not registered is 401", () =>
    withEmulator({}, async (emulator) => {
      expect((await sendBad(emulator, "GET", pathOf(undefined, "nowhere"))).body).toEqual(unauthorized);
    }));

  const nameMissing = "name must be a string";
  const urlMissing = "url must be a string";
  const urlBad = "url must be a URL address";

  test.each<[unknown, string[]]>([
    [undefined, [nameMissing, urlMissing]],
    [{}, [nameMissing, urlMissing]],
    [{ name: 1, url: null }, [nameMissing, urlMissing]],
    [{ name: " ", url: "" }, ["name should not be empty", urlBad]],
    [{ ...declared, url: "https://exa mple.com" }, [urlBad]],
    [{ ...declared, url: "ftp://example.com" }, [urlBad]],
    [{ ...declared, enabled: "true" }, ["enabled must be a boolean value"]],
    [{ ...declared, enabled: null }, ["enabled must be a boolean value"]],
    [{ ...declared, extra: 1 }, ["property extra should not exist"]],
    [{ ...declared, headers: {} }, ["property headers should not exist"]],
    ['{"name":"a","url":"http://a","__proto__":{}}', ["property __proto__ should not exist"]],
    [
      '{"name":1,"first":1,"constructor":2}',
      [nameMissing, urlMissing, "property first should not exist", "property constructor should not exist"],
    ],
    [[], ["body must be an object"]],
  ])("create and update refuse the body %j", (body, message) =>
    withEmulator({}, async (emulator) => {
      const { webhookId } = emulator.plant(INSTANCE, declared);
      const before = emulator.webhooks();
      const refusal = { message, error: "Bad Request", statusCode: 400 };
      expect((await sendBad(emulator, "POST", pathOf(), body)).body).toEqual(refusal);
      expect((await sendBad(emulator, "PUT", pathOf(webhookId), body)).body).toEqual(refusal);
      expect(emulator.webhooks()).toEqual(before);
    }),
  );

  test("PATCH refuses unknown flags and values that are not boolean, and changes nothing", () =>
    withEmulator({}, async (emulator) => {
      const { webhookId } = emulator.plant(INSTANCE, declared);
      const flags = { messagesSet: false, chatsSet: "no", statusInstance: true, webhookEventsId: "x" };
      // As text, from which axios cannot take a member called constructor.
      const sent = JSON.stringify({ ...flags, constructor: true });
      const { status, body } = await sendBad(emulator, "PATCH", `${pathOf(webhookId)}/events`, sent);
      expect(status).toBe(400);
      expect(body.message).toEqual([
        "chatsSet must be a boolean value",
        "property statusInstance should not exist",
        "property webhookEventsId should not exist",
        "property constructor should not exist",
      ]);
      expect(emulator.webhooks()[0]?.events).toMatchObject({ messagesSet: true });
    }));

  test("malformed JSON is 400", () =>
    withEmulator({}, async (emulator) => {
      const { status, body } = await sendBad(emulator, "POST", pathOf(), '{"name":');
      expect([status, body.error]).toEqual([400, "Bad Request"]);
    }));

  test.each(["GET", "PUT", "DELETE"])("%s of an unknown webhook is 404", (method) =>
    withEmulator({}, async (emulator) => {
      const { status, body } = await sendBad(
        emulator,
        method,
        pathOf("nope"),
        method === "PUT" ? declared : undefined,
      );
      expect(status).toBe(404);
      expect(body).toEqual({ message: ["Webhook not found"], error: "Not Found", statusCode: 404 });
    }),
  );

  test("an unknown route is 404 and names it", () =>
    withEmulator({}, async (emulator) => {
      const { status, body } = await sendBad(emulator, "PATCH", "/api/v2/nowhere");
      expect([status, body.message]).toEqual([404, ["Cannot PATCH /api/v2/nowhere"]]);
    }));

  test("a path that cannot be decoded is 400 in the same form", () =>
    withEmulator({}, async (emulator) => {
      const { body } = await sendBad(emulator, "GET", "/api/v2/instance/%zz/webhook");
      expect(body).toMatchObject({ error: "Bad Request", statusCode: 400 });
    }));
});

describe("server versions", () => {
  test("2.1.2 knows the flags of the schema", () => {
    expect(SERVER_VERSIONS["2.1.2"].vocabulary).toHaveLength(19);
  });

  test("2.1.2+calls knows the flags of the example: callUpsert in, chatsDelete out", () => {
    const { vocabulary } = SERVER_VERSIONS["2.1.2+calls"];
    expect(vocabulary).toHaveLength(19);
    expect(vocabulary).toContain("callUpsert");
    expect(vocabulary).not.toContain("chatsDelete");
  });

  test("2.2.1 also knows labels and takes headers", () =>
    withEmulator({ serverVersion: "2.2.1" }, async (emulator) => {
      const { body } = await send(emulator, "POST", pathOf(), { ...declared, headers: { "x-key": "1" } });
      expect(body.headers).toEqual({ "x-key": "1" });
      expect(body.WebhookEvents).toMatchObject({ labelAssociation: true, labelEdit: true });
      const messageOf = async (headers: unknown) =>
        (await sendBad(emulator, "POST", pathOf(), { ...declared, headers })).body.message;
      expect(await messageOf({ "x-key": 1 })).toEqual(["each value in headers must be a string"]);
      expect(await messageOf([])).toEqual(["headers must be an object"]);
    }));

  test("a vocabulary may be any list of names", () =>
    withEmulator({ dialect: { vocabulary: ["messagesSet", "pollsUpdate"] } }, async (emulator) => {
      const { body } = await send(emulator, "POST", pathOf(), declared);
      expect(body.WebhookEvents).toMatchObject({ messagesSet: true, pollsUpdate: true });
      const path = `${pathOf(body.webhookId)}/events`;
      expect((await send(emulator, "PATCH", path, { pollsUpdate: false })).status).toBe(200);
      expect((await send(emulator, "PATCH", path, { chatsSet: false })).status).toBe(400);
    }));
});
