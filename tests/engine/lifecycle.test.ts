import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { eventsOn, INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

const program = (events: readonly string[]) => `
  const { Webhook } = require("pulumi-codechat");
  const orders = new Webhook("orders", {
    instanceId: "${INSTANCE}",
    name: "orders",
    url: "https://shop.example/hook",
    events: ${JSON.stringify(events)},
  });
  exports.webhookId = orders.webhookId;
`;

const EVENTS = ["messagesUpsert", "connectionUpdate", "sendMessage"];
const OTHER_EVENTS = ["messagesUpsert", "connectionUpdate", "callUpsert", "groupUpdate"];

/** What a diff marks as added, removed or changed, a `property: values` each. */
function marked(diff: string): string[] {
  return [...diff.matchAll(/^ *[~+-] (\w+) *: (?!\{)(.*)$/gm)].map(
    ([, name, values]) => `${name}: ${values}`,
  );
}

describe("a webhook, from a JavaScript program and the command line", () => {
  const scene = useServer({ serverVersion: "2.2.1" });
  let project: Project;

  beforeAll(async () => {
    const files = {
      "Pulumi.yaml": "name: orders\nruntime: nodejs\n",
      "package.json": JSON.stringify({ name: "orders", main: "index.js" }),
      "index.js": program(EVENTS),
    };
    project = await Project.open({ server: scene.server, files });
    await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
  });
  afterAll(() => project.close());

  test("previewing it sends nothing", async () => {
    const { output, calls } = await project.pulumi("preview");
    expect(output).toContain("+ 2 to create");
    expect(calls).toEqual([]);
  });

  test("creating it takes a list, a POST, a PUT and a PATCH", async () => {
    const { output, calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(calls).toEqual(["list", "create", "update", "events"]);
    const webhook = onlyWebhook(scene.server);
    expect(webhook).toMatchObject({ name: "orders", url: "https://shop.example/hook", enabled: true });
    expect(eventsOn(webhook)).toEqual([...EVENTS].sort());
    expect(output).toContain(`webhookId: "${webhook.webhookId}"`);
  });

  test("in state it takes at most 800 bytes, three events declared, and no path of the machine", async () => {
    const { output } = await project.pulumi("stack", "export");
    const { resources } = JSON.parse(output).deployment;
    const { inputs, outputs } = resources.find(({ type }: { type: string }) => type.endsWith(":Webhook"));
    const text = JSON.stringify(inputs) + JSON.stringify(outputs);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(800);
    expect(text).not.toMatch(/\/(home|root|tmp|work|Users|node_modules)\b/);
  });

  test("an up without a change sends nothing", async () => {
    const { output, calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(output).toContain("2 unchanged");
    expect(calls).toEqual([]);
  });

  test("previewing other events names each flag that changes, and sends nothing", async () => {
    await project.write("index.js", program(OTHER_EVENTS));
    const { output, calls } = await project.pulumi("preview", "--diff");
    expect(marked(output)).toEqual(["callUpsert: true", "groupUpdate: true", "sendMessage: true"]);
    expect(calls).toEqual([]);
  });

  test("changing its events takes a PUT and a PATCH", async () => {
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(calls).toEqual(["update", "events"]);
    expect(eventsOn(onlyWebhook(scene.server))).toEqual([...OTHER_EVENTS].sort());
  });

  test("refreshing it takes one request and finds it as declared", async () => {
    const { calls } = await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    expect(calls).toEqual(["get"]);
  });

  test("what someone changed by hand shows in a preview, a line for each flag", async () => {
    const { webhookId } = onlyWebhook(scene.server);
    const events = { messagesUpsert: false, callUpsert: false, chatsSet: true };
    scene.server.edit(INSTANCE, webhookId, { events, enabled: false });
    const { output, calls } = await project.pulumi("preview", "--refresh", "--diff");
    const plan = output.slice(output.indexOf("(update)"));
    expect(marked(plan)).toEqual([
      "enabled: false => true",
      "callUpsert: false => true",
      "chatsSet: true",
      "messagesUpsert: false => true",
    ]);
    expect(calls).toEqual(["get"]);
  });

  test("the same fails a refresh that expects no changes", async () => {
    const refresh = project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    const { output, calls } = await failureOf(refresh);
    expect(output).toContain("no changes were expected");
    expect(calls).toEqual(["get"]);
  });

  test("up --refresh repairs it", async () => {
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview", "--refresh");
    expect(calls).toEqual(["get", "update", "events"]);
    const webhook = onlyWebhook(scene.server);
    expect([webhook.enabled, eventsOn(webhook)]).toEqual([true, [...OTHER_EVENTS].sort()]);
  });

  test("afterwards there is no drift", async () => {
    await project.pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes");
    const { calls } = await project.pulumi("preview", "--expect-no-changes");
    expect(calls).toEqual([]);
  });

  test("destroying it takes one request", async () => {
    const { calls } = await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(calls).toEqual(["delete"]);
    expect(scene.server.webhooks()).toEqual([]);
  });
});
