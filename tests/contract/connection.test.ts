import { UNKNOWN } from "../../provider/webhook/unknown";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS, refusals } from "../support/provider/resource";
import { INSTANCE, onlyWebhook, startServer, TOKEN, takeCalls } from "../support/server/server";

const NOWHERE = { url: "http://127.0.0.1:9" };

describe("check", () => {
  test("sends nothing and returns everything that is wrong, with an empty property", async () => {
    const run = await startRun(NOWHERE, { baseUrl: undefined, token: undefined, maxRetries: "many" });
    expect(
      (await refusals(run, { ...ORDERS, name: "", url: 5 })).map((reason) => reason.split(":")[0]),
    ).toEqual(["name", "url", "codechat", "baseUrl", "token"]);
  });

  test.each([{ baseUrl: 5 }, { token: {} }, { instanceId: [] }, { baseUrl: null }])(
    "refuses %j instead of failing",
    async (args) => {
      const [name] = Object.keys(args);
      expect(await refusals(await startRun(NOWHERE), { ...ORDERS, ...args })).toEqual([
        expect.stringMatching(new RegExp(`^${name}: must be a string, not `)),
      ]);
    },
  );
});

describe("the token", () => {
  test("is each instance's own", async () => {
    const tokens = { [INSTANCE]: "token-1", "shop-02": "token-2", "shop-03": "token-3" };
    const server = await startServer({ instances: tokens });
    const config = { token: "token-3", tokens: JSON.stringify({ "shop-02": "token-2" }) };
    const run = await startRun(server, config);
    await created(run, { ...ORDERS, token: "token-1" });
    await created(run, { ...ORDERS, instanceId: "shop-02" });
    await created(run, { ...ORDERS, instanceId: "shop-03" });
    expect(server.webhooks()).toHaveLength(3);
  });

  test("of the resource is used by read and delete as well, from state", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server), { ...ORDERS, token: TOKEN });
    const other = { token: "another" };
    expect(await webhook.refresh(await startRun(server, other))).toBe("there");
    await webhook.destroy(await startRun(server, other));
    expect(server.webhooks()).toEqual([]);
  });

  test("that the server refuses is an error that says how to set one, and what refresh uses", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.expireToken(INSTANCE);
    const { message } = await failureOf(webhook.refresh(await startRun(server)));
    expect(message).toContain("was answered 401 Unauthorized\n");
    expect(message).toContain("now: nothing was changed, neither live nor in state");
    expect(message).toContain("`pulumi config set --secret codechat:token …`");
    expect(message).toContain("with --run-program they use the current one");
    expect(message).not.toContain(TOKEN);
  });

  test("that is rotated in the configuration changes nothing in state", async () => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    server.register({ [INSTANCE]: "new-token" });
    const rotated = { token: "new-token" };
    expect(await webhook.up(await startRun(server, rotated), ORDERS)).toBe("unchanged");
    expect(await webhook.refresh(await startRun(server, rotated))).toBe("there");
  });
});

describe("the server that a webhook lives on", () => {
  test("is used by read and delete, so that another configured one never makes it look gone", async () => {
    const [home, other] = [await startServer(), await startServer()];
    const webhook = await created(await startRun(home));
    expect(await webhook.refresh(await startRun(other))).toBe("there");
    await webhook.destroy(await startRun(other));
    expect(home.webhooks()).toEqual([]);
    expect(takeCalls(other)).toEqual([]);
  });

  test("may move: the update settles the same id at the new address", async () => {
    const server = await startServer();
    const webhook = await created(await startRun({ url: server.url.replace("127.0.0.1", "localhost") }));
    takeCalls(server);
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("updated");
    expect(takeCalls(server)).toEqual(["update", "events"]);
    expect(webhook.state.outputs.baseUrl).toBe(server.url);
    expect(await webhook.up(await startRun(server), ORDERS)).toBe("unchanged");
  });

  test("and where the id is not known at the new address, the error says what to do", async () => {
    const [home, other] = [await startServer(), await startServer()];
    const webhook = await created(await startRun(home));
    const { message } = await failureOf(webhook.up(await startRun(other), ORDERS));
    expect(message).toContain("was answered 404 Not Found: Webhook not found");
    expect(message).toMatch(/next: .*check webhookId, instanceId and codechat:baseUrl/);
    expect(other.webhooks()).toEqual([]);
    expect(onlyWebhook(home).name).toBe("orders");
  });

  test("may be the resource's own, and a refresh keeps it in the inputs", async () => {
    const server = await startServer();
    const args = { ...ORDERS, baseUrl: `${server.url}/` };
    const webhook = await created(await startRun(NOWHERE), args);
    await webhook.refresh(await startRun(NOWHERE));
    expect(webhook.state.inputs.baseUrl).toBe(server.url);
    expect(await webhook.up(await startRun(NOWHERE), args)).toBe("unchanged");
  });

  test("may be one whose instance nobody registered: the error says to check it", async () => {
    const server = await startServer({
      faults: [{ call: "create", fault: { kind: "status", status: 404 } }],
    });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain(
      "next: check instanceId, and that codechat:baseUrl is the address before /api/v2",
    );
  });
});

test("an instance that a preview does not know yet may be one of those that have a token", async () => {
  const url = "https://codechat.example";
  const run = await startRun({ url }, { token: undefined, tokens: JSON.stringify({ "shop-7": "token-7" }) });
  expect(await refusals(run, { ...ORDERS, instanceId: UNKNOWN })).toEqual([]);
  expect(await refusals(run, { ...ORDERS, instanceId: "shop-8" })).toEqual([
    expect.stringMatching(/^token: none/),
  ]);
});

test("configuration that is missing at destroy is named, with the command", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server));
  const { message } = await failureOf(webhook.destroy(await startRun(server, { token: undefined })));
  expect(message).toContain("token: none is configured for this instance");
  expect(message).toContain("next: set the configuration right and run `pulumi up` again");
  expect(message).toContain("use the configuration of the last `pulumi up`");
  expect(message).toContain("with --run-program they use the current one");
});

test("configuration that is missing at a refresh is named, with whose it is", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server));
  const { message } = await failureOf(webhook.refresh(await startRun(server, { token: undefined })));
  expect(message).toContain("token: none is configured for this instance");
  expect(message).toMatch(
    /next: .*`--refresh` use the configuration of the last `pulumi up` .*--run-program/,
  );
});

test("configuration that is missing at an update is named, and nothing was changed", async () => {
  const server = await startServer();
  const { id, inputs, outputs } = (await created(await startRun(server))).state;
  const run = await startRun(server, { token: undefined });
  const { message } = await failureOf(run.update(id, outputs, { ...inputs, name: "sales" }));
  expect(message).toContain("token: none is configured for this instance");
  expect(message).toContain("now: nothing was changed, neither live nor in state");
  expect(onlyWebhook(server).name).toBe("orders");
});

test("configuration is taken once a run", async () => {
  const server = await startServer();
  const run = await startRun(server);
  const get = () => undefined;
  await run.configure({ config: { get, require: () => "" } });
  await created(run);
  expect(onlyWebhook(server).name).toBe("orders");
});

describe("unusual values that work", () => {
  test.each(["a/b", "a b", "ü", "?x=1", "50%25", "...", "#", "a\\b", "http://x/"])(
    "the instance id %p, encoded in paths",
    async (instanceId) => {
      const server = await startServer({ instances: { [instanceId]: TOKEN } });
      const webhook = await created(await startRun(server), { ...ORDERS, instanceId });
      await webhook.refresh(await startRun(server));
      await webhook.destroy(await startRun(server));
      expect(server.log.entries.map(({ instanceId: id, status }) => [id, status])).toEqual(
        [200, 201, 201, 200, 200, 200].map((status) => [instanceId, status]),
      );
    },
  );

  test("a webhook id that needs encoding", async () => {
    const id = "a/b?c#d %";
    const answer = {
      webhookId: id,
      ...{ name: "orders", url: ORDERS.url, enabled: true },
      WebhookEvents: {},
    };
    const body = { kind: "body", body: JSON.stringify(answer) } as const;
    const server = await startServer({ faults: [{ call: "any", fault: body }] });
    await created(await startRun(server), { ...ORDERS, events: {}, webhookId: id });
    expect(server.log.entries.map(({ webhookId }) => webhookId)).toEqual([id, id]);
  });

  test.each([
    ["a Unicode name", { name: "订单 👩‍👩‍👧‍👦 ü" }],
    ["a long name", { name: "x".repeat(255) }],
    ["a url of 8 KiB", { url: `https://shop.example/${"x".repeat(8171)}` }],
    ["an IPv6 url", { url: "http://[2001:db8::1]:8080/hook" }],
    ["a Unicode url", { url: "https://bücher.example/ä?ö=ü" }],
    ["a url with user info", { url: "https://user:pa%20ss@shop.example/hook" }],
  ])("%s", async (_what, change) => {
    const server = await startServer();
    const args = { ...ORDERS, ...change };
    const webhook = await created(await startRun(server), args);
    expect(onlyWebhook(server)).toMatchObject(change);
    await webhook.refresh(await startRun(server));
    expect(await webhook.up(await startRun(server), args)).toBe("unchanged");
  });
});
