import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { eventsOn, INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

const OTHER = "shop-02";

/** A gateway that says only once it is there where it is, and webhooks that take everything from it. */
const program = (instanceId: string) => `
  const pulumi = require("@pulumi/pulumi");
  const { Webhook } = require("pulumi-codechat");

  const create = async (inputs) => ({
    id: "gateway",
    outs: { ...inputs, url: "https://gateway.example/hook", event: "messagesUpsert", on: false },
  });
  const update = async (id, olds, news) => ({ outs: (await create(news)).outs });
  class Gateway extends pulumi.dynamic.Resource {
    constructor() {
      const outputs = { url: undefined, event: undefined, on: undefined };
      super({ create, update }, "gateway", { ...outputs, serves: "${instanceId}" });
    }
  }
  const { serves, url, event, on } = new Gateway();

  new Webhook("list", { instanceId: serves, name: "list", url, events: [event, "chatsSet"] });
  new Webhook("map", { instanceId: "${OTHER}", name: event, url, enabled: on, events: { chatsSet: on } });
`;

describe("a webhook that takes its arguments from another resource", () => {
  const scene = useServer({ instances: { [INSTANCE]: TOKEN, [OTHER]: TOKEN } });
  let project: Project;

  beforeAll(async () => {
    const files = { "Pulumi.yaml": "name: gateway\nruntime: nodejs\n", "index.js": program(INSTANCE) };
    project = await Project.open({ server: scene.server, files });
    await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
  });
  afterAll(() => project.close());

  test("previews while nothing of them is known, and sends nothing", async () => {
    const { output, calls } = await project.pulumi("preview");
    expect(output).toContain("+ 4 to create");
    expect(calls).toEqual([]);
  });

  test("is created once they are known", async () => {
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect([...calls].sort()).toEqual(
      ["list", "create", "update", "events"].flatMap((call) => [call, call]).sort(),
    );
    const url = "https://gateway.example/hook";
    expect(onlyWebhook(scene.server, INSTANCE)).toMatchObject({ name: "list", url, enabled: true });
    expect(eventsOn(onlyWebhook(scene.server, INSTANCE))).toEqual(["chatsSet", "messagesUpsert"]);
    expect(onlyWebhook(scene.server, OTHER)).toMatchObject({ name: "messagesUpsert", url, enabled: false });
    expect(onlyWebhook(scene.server, OTHER).events).toMatchObject({ chatsSet: false, chatsUpdate: true });
  });

  test("does not change while they do not", async () => {
    const { calls } = await project.pulumi("preview", "--expect-no-changes");
    expect(calls).toEqual([]);
  });

  test("may change, says a preview in which they are unknown again; an up changes what did", async () => {
    await project.write("index.js", program(OTHER));
    const preview = await project.pulumi("preview");
    expect(preview.output).toContain("1 to replace");
    expect(preview.calls).toEqual([]);
    const { webhookId } = onlyWebhook(scene.server, OTHER);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(scene.server.webhooks(INSTANCE)).toEqual([]);
    expect(
      scene.server
        .webhooks(OTHER)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["list", "messagesUpsert"]);
    expect(scene.server.webhooks(OTHER)).toContainEqual(expect.objectContaining({ webhookId }));
  });
});
