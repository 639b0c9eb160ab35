import { asLive, exported, inspect, plantOrders, secret } from "../../support/drift/state";
import { INSTANCE, startServer, TOKEN, takeCalls } from "../../support/server/server";

const PATH = "secret-path-x81";

/** A server with one live webhook, and the state of the resource that declares it so. */
async function settled(declared: object = {}) {
  const server = await startServer();
  const live = plantOrders(server);
  return { server, live, resource: asLive(server, live, declared) };
}

test("what is live as declared has not drifted, and is only read", async () => {
  const { server, resource } = await settled();
  const { webhooks, errors } = await inspect([resource]);
  expect(errors).toEqual([]);
  expect(webhooks).toMatchObject([{ resource: "orders", instance: INSTANCE, status: "unchanged" }]);
  expect(webhooks[0]?.events["messagesUpsert"]).toEqual({ declared: true, live: true });
  expect(takeCalls(server)).toEqual(["get"]);
});

test("what was changed is named property by property, declared and live", async () => {
  const { server, live, resource } = await settled();
  const events = { messagesUpsert: false, sendMessage: true };
  server.edit(INSTANCE, live.webhookId, {
    name: "by hand",
    url: "https://x.example/",
    enabled: false,
    events,
  });
  const { webhooks } = await inspect([resource]);
  expect(webhooks).toMatchObject([{ status: "changed" }]);
  expect(webhooks[0]?.differences).toEqual([
    { property: "name", declared: "orders", live: "by hand" },
    { property: "url", declared: "https://shop.example/hook", live: "https://x.example/" },
    { property: "enabled", declared: true, live: false },
    { property: "events.messagesUpsert", declared: true, live: false },
    { property: "events.sendMessage", declared: false, live: true },
  ]);
});

test.each([
  ["off", { sendMessage: true }, [{ property: "events.sendMessage", declared: false, live: true }]],
  ["leave", { sendMessage: true }, []],
])(
  "a flag that is not named is drift or not, as otherEvents says: %s",
  async (otherEvents, events, expected) => {
    const { server, live, resource } = await settled({ events: { messagesUpsert: true }, otherEvents });
    server.edit(INSTANCE, live.webhookId, { events });
    const { webhooks } = await inspect([resource]);
    expect(webhooks[0]?.differences).toEqual(expected);
  },
);

test("a flag that is declared on, and that the server has lost, has drifted", async () => {
  const { server, resource } = await settled();
  server.changeDialect({ vocabulary: ["connectionUpdate"] });
  const { webhooks } = await inspect([resource]);
  expect(webhooks[0]?.differences).toEqual([
    { property: "events.messagesUpsert", declared: true, live: null },
  ]);
});

test("what the program tells the engine to ignore is no drift", async () => {
  const { server, live, resource } = await settled();
  server.edit(INSTANCE, live.webhookId, { name: "by hand", events: { sendMessage: true, chatsSet: true } });
  const ignoring = (ignoreChanges: string[]) => inspect([{ ...resource, ignoreChanges }]);
  expect((await ignoring(["name", "events"])).webhooks).toMatchObject([{ status: "unchanged" }]);
  expect((await ignoring(['events["chatsSet"]', "name"])).webhooks[0]?.differences).toEqual([
    { property: "events.sendMessage", declared: false, live: true },
  ]);
});

test("what was deleted is said to be", async () => {
  const { server, live, resource } = await settled();
  server.remove(INSTANCE, live.webhookId);
  const { webhooks } = await inspect([resource]);
  expect(webhooks).toMatchObject([{ status: "deleted", webhookId: String(live.webhookId), differences: [] }]);
});

test("that a secret differs is said, what it is or was is not", async () => {
  const url = `https://user:pw@shop.example/${PATH}`;
  const { server, live, resource } = await settled({ url: secret(url), name: secret(`name-${PATH}`) });
  server.edit(INSTANCE, live.webhookId, { url: `${url}/elsewhere` });
  const report = await inspect([resource]);
  expect(report.webhooks).toMatchObject([{ name: "[secret]", url: "[secret]", status: "changed" }]);
  expect(report.webhooks[0]?.differences).toEqual([
    { property: "name", declared: "[secret]", live: "[secret]", secret: true },
    { property: "url", declared: "[secret]", live: "[secret]", secret: true },
  ]);
  expect(JSON.stringify(report)).not.toMatch(new RegExp(`${PATH}|user:pw`));
});

test("a server that is not there is an error", async () => {
  const { server, resource } = await settled();
  await server.close();
  const { webhooks } = await inspect([resource]);
  expect(webhooks).toMatchObject([{ status: "unreadable" }]);
  expect(webhooks[0]?.reason).toMatch(/got no usable answer(.|\n)*next: check codechat:baseUrl/);
});

describe("a token that the server refuses", () => {
  test("is an error with what to do, never no drift", async () => {
    const { resource } = await settled();
    const report = await inspect([resource], { "codechat:token": "wrong-token" });
    expect(report.webhooks).toMatchObject([{ status: "unreadable" }]);
    expect(report.webhooks[0]?.reason).toMatch(
      /could not read webhook "orders".*401 Unauthorized(.|\n)*next: give/,
    );
    expect(JSON.stringify(report)).not.toContain("wrong-token");
  });

  test("of one instance hides nothing of the others", async () => {
    const server = await startServer({ instances: { [INSTANCE]: TOKEN, other: "another-token" } });
    const [mine, other] = [plantOrders(server), plantOrders(server, "other")];
    server.edit(INSTANCE, mine.webhookId, { enabled: false });
    const { webhooks } = await inspect([asLive(server, mine, { enabled: true }), asLive(server, other)]);
    expect(webhooks).toMatchObject([{ status: "changed" }, { status: "unreadable", instance: "other" }]);
  });

  test("is not used where the resource's own stands in state", async () => {
    const { resource } = await settled({ token: secret(TOKEN) });
    const { webhooks } = await inspect([resource], { "codechat:token": "wrong-token" });
    expect(webhooks).toMatchObject([{ status: "unchanged" }]);
  });
});

test.each([
  [
    { "codechat:maxConcurrency": "many", "codechat:token": TOKEN },
    "codechat:maxConcurrency: must be a whole number",
  ],
  [{ "codechat:tokens": "{" }, "codechat:tokens: must be a JSON object"],
  [
    { "codechat:token": TOKEN, "codechat:caFile": "none.pem" },
    `cannot use ${__dirname.replace("contract/drift", "support/drift")}/none.pem`,
  ],
])("configuration that cannot be used is an error of the stack: %j", async (config, message) => {
  const { resource } = await settled();
  const { webhooks, errors } = await inspect([resource], config);
  expect(webhooks).toEqual([]);
  expect(errors.join()).toContain(message);
});

test("resources of other packages, and those that are only still to be deleted, are left out", async () => {
  const { resource } = await settled();
  const other = { urn: "urn:pulumi:dev::shop::random:index:Id::id", type: "random:index:Id", id: "x" };
  const { webhooks, errors } = await inspect([other, { ...resource, delete: true }]);
  expect({ webhooks, errors }).toEqual({ webhooks: [], errors: [] });
});

test("a state that this version cannot read is an error that names the resource, and no value", async () => {
  const { resource } = await settled({ enabled: PATH });
  const { webhooks, errors } = await inspect([resource]);
  expect(webhooks).toEqual([]);
  expect(errors.join()).toMatch(/^the state of Webhook "orders" is not as this version/);
  expect(errors.join()).not.toContain(PATH);
});

describe("a fleet", () => {
  const IDS = ["kept", "named", "gone", "left"];
  async function fleet(overrides: Readonly<Record<string, object>> = {}) {
    const server = await startServer({ instances: Object.fromEntries(IDS.map((id) => [id, TOKEN])) });
    const webhookIds = Object.fromEntries(
      IDS.map((id) => {
        const { webhookId } = plantOrders(server, id, `https://shop.example/${id}`);
        return [id, String(webhookId)];
      }),
    );
    const shared = {
      name: "orders",
      url: "https://shop.example/{instanceId}",
      enabled: true,
      events: { messagesUpsert: true },
      otherEvents: "off",
      baseUrl: server.url,
    };
    const instances = Object.fromEntries(IDS.map((id) => [id, overrides[id] ?? {}]));
    const { left: _, ...done } = instances;
    const inputs = { ...shared, instances: { ...instances, failed: {} } };
    const outputs = { ...shared, instances: done, webhookIds };
    const resource = exported("WebhookFleet", "fleet", "f", inputs, { outputs });
    return { server, webhookIds, resource };
  }

  test("is compared member by member; what an update left is said not to be settled", async () => {
    const { server, webhookIds, resource } = await fleet();
    server.edit("named", webhookIds["named"] ?? "", { name: "by hand", events: { sendMessage: true } });
    server.remove("gone", webhookIds["gone"] ?? "");
    const { webhooks } = await inspect([resource]);
    const found = webhooks.map(({ instance, status, differences }) => [instance, status, differences]);
    expect(found).toEqual([
      ["kept", "unchanged", []],
      [
        "named",
        "changed",
        [
          { property: "name", declared: "orders", live: "by hand" },
          { property: "events.sendMessage", declared: false, live: true },
        ],
      ],
      ["gone", "deleted", []],
      ["left", "unsettled", []],
      ["failed", "unsettled", []],
    ]);
  });

  test("hides a member's secret url, and shows that of the others", async () => {
    const url = secret(`https://shop.example/${PATH}`);
    const { server, webhookIds, resource } = await fleet({ kept: { url } });
    server.edit("named", webhookIds["named"] ?? "", { url: "https://x.example/" });
    const report = await inspect([resource]);
    const differences = report.webhooks.slice(0, 2).map((webhook) => webhook.differences);
    expect(differences).toEqual([
      [{ property: "url", declared: "[secret]", live: "[secret]", secret: true }],
      [{ property: "url", declared: "https://shop.example/named", live: "https://x.example/" }],
    ]);
    expect(JSON.stringify(report)).not.toContain(PATH);
  });
});
