import { listWebhooks } from "../../cli/list/list";
import { type ListedWebhook, undeclaredIn, type WebhookList } from "../../cli/list/model";
import { renderJson, renderText } from "../../cli/list/report";
import { readSources } from "../../cli/list/sources";
import { asLive, exported, plantOrders, secret } from "../support/drift/state";
import { INSTANCE, startServer, TOKEN, takeCalls } from "../support/server/server";

const PATH = "secret-path-x81";

/** A stack of a project: its resources and its configuration. */
interface StackOfTest {
  readonly resources?: readonly object[];
  readonly config?: Readonly<Record<string, string>>;
  /** Why it cannot be read. */
  readonly error?: string;
}

/** Lists with these stacks. @param ids the instances; those that the stacks declare where there are none */
async function list(
  stacks: Readonly<Record<string, StackOfTest>>,
  ids?: readonly string[],
): Promise<WebhookList> {
  const of = (name: string) => stacks[name] ?? {};
  const project = {
    programFolder: __dirname,
    state: async (name: string) => {
      const { resources = [], error } = of(name);
      if (error !== undefined) throw new Error(error);
      return { resources };
    },
    config: async (name: string) =>
      new Map(Object.entries({ "codechat:maxRetries": "0", "codechat:token": TOKEN, ...of(name).config })),
  };
  const names = Object.keys(stacks).map((name) => ({ name }));
  const sources = await readSources(project, names, () => undefined);
  return { project: "shop", ...(await listWebhooks(sources, ids)) };
}

function declarersOf({ declaredBy }: ListedWebhook): string[] | null {
  return declaredBy?.map(({ stack, resource }) => `${stack}: ${resource}`) ?? null;
}

test("the live webhooks of the instances in state are listed with who declares them; only GET is sent", async () => {
  const server = await startServer();
  const live = plantOrders(server);
  server.plant(INSTANCE, { name: "audit", url: "https://audit.example/", enabled: false });
  const { webhooks, errors, instances } = await list({ dev: { resources: [asLive(server, live)] } });
  expect({ errors, instances }).toEqual({ errors: [], instances: 1 });
  expect(webhooks.map(({ name, enabled }) => [name, enabled])).toEqual([
    ["audit", false],
    ["orders", true],
  ]);
  expect(webhooks.map(declarersOf)).toEqual([[], ["dev: orders"]]);
  expect(webhooks[1]).toMatchObject({
    instance: INSTANCE,
    server: server.url,
    webhookId: String(live.webhookId),
    url: "https://shop.example/…",
    subscribedEvents: ["messagesUpsert"],
    knownEvents: Object.keys(live.events).length,
  });
  expect(new Set(takeCalls(server))).toEqual(new Set(["list"]));
});

test("named instances are read, and every stack is asked who declares them", async () => {
  const server = await startServer({ instances: { [INSTANCE]: TOKEN, "shop-02": TOKEN } });
  const mine = plantOrders(server);
  plantOrders(server, "shop-02");
  const config = { "codechat:baseUrl": server.url };
  const declared = { config, resources: [asLive(server, mine)] };
  const found = await list({ dev: { config }, prod: declared, qa: declared }, [INSTANCE, "shop-02"]);
  expect(found.errors).toEqual([]);
  expect(found.webhooks.map(({ instance }) => instance)).toEqual([INSTANCE, "shop-02"]);
  expect(found.webhooks.map(declarersOf)).toEqual([["prod: orders", "qa: orders"], []]);
  expect(takeCalls(server)).toEqual(["list", "list"]);
});

test("members of a fleet are declared by it, also one that was not created yet", async () => {
  const server = await startServer({ instances: { a: TOKEN, b: TOKEN } });
  const created = plantOrders(server, "a", "https://shop.example/a");
  plantOrders(server, "b", "https://shop.example/b");
  const shared = {
    name: "orders",
    url: "https://shop.example/{instanceId}",
    enabled: true,
    events: {},
    otherEvents: "leave",
    baseUrl: server.url,
  };
  const inputs = { ...shared, instances: { a: {}, b: {} } };
  const outputs = { ...shared, instances: { a: {} }, webhookIds: { a: String(created.webhookId) } };
  const { webhooks } = await list({
    dev: { resources: [exported("WebhookFleet", "all", "f", inputs, { outputs })] },
  });
  expect(webhooks.map(declarersOf)).toEqual([["dev: all"], ["dev: all"]]);
  expect(webhooks[0]?.declaredBy?.[0]?.type).toBe("WebhookFleet");
});

test("a declaration that moves to another address of its server counts there", async () => {
  const server = await startServer();
  const live = plantOrders(server);
  const { baseUrl: _, ...declared } = asLive(server, live).inputs as Record<string, unknown>;
  const outputs = { ...declared, baseUrl: "https://old.example" };
  const resource = exported("Webhook", "orders", live.webhookId, declared, { outputs });
  const config = { "codechat:baseUrl": server.url };
  expect((await list({ dev: { config, resources: [resource] } })).webhooks.map(declarersOf)).toEqual([
    ["dev: orders"],
  ]);
});

describe("an instance that cannot be read", () => {
  test("is an error that names it, and hides nothing of the others", async () => {
    const server = await startServer({ instances: { [INSTANCE]: TOKEN, other: "token-of-other" } });
    plantOrders(server);
    const found = await list({ dev: { config: { "codechat:baseUrl": server.url } } }, ["other", INSTANCE]);
    expect(found.webhooks.map(({ instance }) => instance)).toEqual([INSTANCE]);
    expect(found.errors).toMatchObject([
      {
        instance: "other",
        message: expect.stringMatching(/401 Unauthorized(.|\n)*\nnext: give this instance's own token/),
      },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/token-of-/);
  });

  test("with one stack's token is read with that of another", async () => {
    const server = await startServer();
    plantOrders(server);
    const at = (token: string) => ({ config: { "codechat:baseUrl": server.url, "codechat:token": token } });
    const found = await list({ old: at("token-of-yesterday"), dev: at(TOKEN) }, [INSTANCE]);
    expect(found.errors).toEqual([]);
    expect(found.webhooks).toHaveLength(1);
  });

  test("because nothing says where it is, is an error only where no stack does", async () => {
    const server = await startServer();
    plantOrders(server);
    const known = { config: { "codechat:baseUrl": server.url } };
    expect((await list({ empty: {}, dev: known }, [INSTANCE])).errors).toEqual([]);
    const { errors } = await list({ empty: {} }, [INSTANCE]);
    expect(errors).toMatchObject([{ instance: INSTANCE, message: expect.stringContaining("baseUrl: none") }]);
  });
});

describe("where a stack cannot be read", () => {
  test("nobody is said to declare nothing, and what other stacks declare is shown", async () => {
    const server = await startServer();
    const live = plantOrders(server);
    plantOrders(server, INSTANCE, "https://other.example/");
    const found = await list({
      dev: { resources: [asLive(server, live)] },
      prod: { error: "passphrase must be set" },
    });
    expect(found.errors).toEqual([{ stack: "prod", message: "passphrase must be set" }]);
    expect(found.webhooks.map(declarersOf)).toEqual(expect.arrayContaining([["dev: orders"], null]));
    expect(undeclaredIn(found)).toEqual([]);
  });

  test("in part, or its configuration cannot be used, that is its error", async () => {
    const server = await startServer();
    const live = plantOrders(server);
    const broken = asLive(server, live, { enabled: PATH });
    const config = { "codechat:maxConcurrency": "many" };
    const found = await list({ part: { resources: [broken] }, bad: { config } });
    expect(found.errors.map(({ stack }) => stack)).toEqual(["part", "bad"]);
    expect(JSON.stringify(found)).not.toContain(PATH);
  });
});

describe("nothing secret is shown", () => {
  const shownOf = (found: WebhookList) =>
    renderJson(found, false) + renderText(found, { colours: false, columns: 40, undeclared: false });

  test("of a url that anybody has set live", async () => {
    const server = await startServer();
    const url = `https://user:pass-of-hook@shop.example/${PATH}?key=${PATH}#${PATH}`;
    server.plant(INSTANCE, { name: "orders", url, enabled: true });
    const found = await list({ dev: { config: { "codechat:baseUrl": server.url } } }, [INSTANCE]);
    expect(found.webhooks).toMatchObject([{ url: "https://shop.example/…" }]);
    expect(shownOf(found)).not.toMatch(/secret-path|pass-of-hook|user/);
  });

  test("of what is declared as secret", async () => {
    const server = await startServer();
    const live = plantOrders(server, INSTANCE, `https://${PATH}.example/`);
    const name = secret("orders");
    const declared = { name, url: secret(live.url), enabled: secret(true), events: secret(live.events) };
    const found = await list({ dev: { resources: [asLive(server, live, declared)] } });
    expect(found.webhooks).toMatchObject([
      { name: "[secret]", url: "[secret]", enabled: null, subscribedEvents: null, knownEvents: null },
    ]);
    expect(shownOf(found)).not.toContain(PATH);
  });
});
