import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { eventsOn, INSTANCE, TOKEN } from "../support/server/server";

const UP = ["up", "--yes", "--skip-preview"];
const BOTH =
  /Webhook "(first|second)" and Webhook "(first|second)" declare the same live webhook: instance shop-01/;

/** A program; `late` is an output that is known once another webhook exists. */
const program = (...lines: string[]) => `
  const { Webhook } = require("pulumi-codechat");
  const pulumi = require("@pulumi/pulumi");
  const base = { instanceId: "${INSTANCE}", name: "orders", url: "https://shop.example/hook" };
  const late = () => {
    const other = new Webhook("other", { instanceId: "${INSTANCE}", name: "other", url: "https://shop.example/other" });
    return other.webhookId.apply(() => "orders");
  };
  ${lines.join("\n  ")}
`;
const declare = (resource: string, more: string) =>
  `new Webhook(${JSON.stringify(resource)}, { ...base, ${more} });`;
const FIRST = declare("first", 'events: ["messagesUpsert"]');
const SECOND = declare("second", 'events: ["sendMessage"]');
const LATE = "const name = late();";
const FIRST_LATE = declare("first", 'name, events: ["messagesUpsert"]');
const SECOND_LATE = declare("second", 'name, events: ["sendMessage"]');

describe("two resources that declare the same live webhook", () => {
  const scene = useServer();
  let project: Project;

  beforeEach(async () => {
    project = await Project.open({
      server: scene.server,
      files: { "Pulumi.yaml": "name: owners\nruntime: nodejs\n", "package.json": "{}", "index.js": "" },
    });
    await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
  });
  afterEach(async () => {
    await project.close();
    for (const { instanceId, webhookId } of scene.server.webhooks())
      scene.server.remove(instanceId, webhookId);
  });

  const run = async (...lines: string[]) => {
    await project.write("index.js", program(...lines));
    return project.pulumi(...UP);
  };
  const live = () =>
    scene.server
      .webhooks()
      .filter(({ name }) => name === "orders")
      .map((webhook) => eventsOn(webhook));
  const idsInState = async () => {
    const { output } = await project.pulumi("stack", "export");
    const { resources = [] } = JSON.parse(output).deployment;
    return resources.flatMap(({ id, type }: { id?: string; type: string }) =>
      type.endsWith("codechat:Webhook") ? [id] : [],
    );
  };

  test("are refused before either is registered: nothing is live, nothing in state", async () => {
    const { output, calls } = await failureOf(run(FIRST, SECOND));
    expect(output).toMatch(BOTH);
    expect(calls).toEqual([]);
    expect(await idsInState()).toEqual([]);
    await run(FIRST);
    expect(live()).toEqual([["messagesUpsert"]]);
  });

  test.each([
    ["added after it", [FIRST, SECOND]],
    ["added before it", [SECOND, FIRST]],
  ])("leave the one in state as it is, where the other is %s", async (_where, both) => {
    await run(FIRST);
    const [id] = await idsInState();
    const { output, calls } = await failureOf(run(...both));
    expect(output).toMatch(BOTH);
    expect(calls).toEqual([]);
    expect(await idsInState()).toEqual([id]);
    await run(SECOND);
    expect(await idsInState()).toEqual([id]);
    expect(live()).toEqual([["sendMessage"]]);
  });

  test.each([
    ["after it", [LATE, FIRST_LATE, SECOND_LATE]],
    ["before it", [LATE, SECOND_LATE, FIRST_LATE]],
  ])("through outputs leave the one in state as it is, the other added %s", async (_where, both) => {
    await run(LATE, FIRST_LATE);
    const ids = await idsInState();
    const { output, calls } = await failureOf(run(...both));
    expect(output).toMatch(BOTH);
    expect(calls).toEqual([]);
    expect(await idsInState()).toEqual(ids);
    await run(LATE, FIRST_LATE);
    expect(live()).toEqual([["messagesUpsert"]]);
  });

  test("through outputs, both new: neither gets a webhook", async () => {
    const { output } = await failureOf(run(LATE, FIRST_LATE, SECOND_LATE));
    expect(output).toMatch(BOTH);
    expect(live()).toEqual([]);
    await run(LATE, SECOND_LATE);
    expect(live()).toEqual([["sendMessage"]]);
  });

  test("are the same however their server is spelled", async () => {
    const shouted = scene.server.url.replace("127.0.0.1", "LOCALHOST");
    const spelled = declare("second", `baseUrl: "${shouted}/"`);
    const { calls } = await failureOf(run(declare("first", `baseUrl: "${shouted.toLowerCase()}"`), spelled));
    expect(calls).toEqual([]);
    await run(spelled);
    expect(live()).toHaveLength(1);
    const { calls: quiet } = await run(declare("second", `baseUrl: "${shouted.toLowerCase()}"`));
    expect(quiet).toEqual([]);
  });

  test("that an older version left in state with one id: after the advice, live is as declared", async () => {
    await run(FIRST);
    const { output } = await project.pulumi("stack", "export");
    const exported = JSON.parse(output);
    const { resources } = exported.deployment;
    const first = resources.find(({ urn }: { urn: string }) => urn.endsWith("::first"));
    resources.push({ ...first, urn: first.urn.replace(/first$/, "second") });
    await project.write("state.json", JSON.stringify(exported));
    await project.pulumi("stack", "import", "--file", "state.json");
    const [webhook] = scene.server.webhooks();
    scene.server.edit(INSTANCE, String(webhook?.webhookId), { events: { sendMessage: true } });
    expect((await failureOf(run(FIRST, SECOND))).output).toMatch(BOTH);
    await run(FIRST);
    expect(live()).toEqual([["messagesUpsert"]]);
    expect(await idsInState()).toHaveLength(1);
  });

  test("with one name under two parents are told apart, and refused all the same", async () => {
    const { output, calls } = await failureOf(
      run(
        'const shop = new pulumi.ComponentResource("my:Shop", "shop");',
        'new Webhook("first", { ...base, name: pulumi.output("orders") }, { parent: shop });',
        'new Webhook("first", base);',
      ),
    );
    expect(output).toContain("declare the same live webhook");
    expect(calls).toEqual([]);
  });
});
