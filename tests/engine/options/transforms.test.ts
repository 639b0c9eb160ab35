import { Project } from "../../support/engine/project";
import { present, useServer } from "../../support/engine/server";
import { INSTANCE, TOKEN } from "../../support/server/server";

const PASSWORD = "pass-word-3hT";
const SECRET = "4dabf18193072939515e22adb298388d";

/** A program with a webhook and a fleet, whose token comes from the environment, not from a file that is looked into. */
const program = (ofStack: boolean) => `
const pulumi = require("@pulumi/pulumi");
const { Webhook, WebhookFleet } = require("pulumi-codechat");
const token = process.env.SHOP_TOKEN;
const url = "https://user:" + process.env.SHOP_PASSWORD + "@shop.example/hook";
const orders = { name: "orders", url: "https://shop.example/hook", events: ["messagesUpsert"] };
const set = ({ props, opts }) => ({ props: { ...props, token, url }, opts });
const setOnAll = ({ type, props, opts }) => (type.includes("codechat:") ? { props: { ...props, token }, opts } : undefined);
if (${ofStack}) pulumi.runtime.registerStackTransformation(setOnAll);
new Webhook("orders", { ...orders, instanceId: "${INSTANCE}" }, ${ofStack} ? {} : { transforms: [set] });
new WebhookFleet("orders", { ...orders, instances: ["shop-02"] }, ${ofStack} ? {} : { transformations: [set] });
`;

describe("a transform that sets secrets in plain text", () => {
  const scene = useServer({ instances: { [INSTANCE]: TOKEN, "shop-02": TOKEN } });
  let project: Project | undefined;
  beforeAll(async () => {
    project = await Project.open({
      files: {
        "package.json": '{ "name": "shop", "private": true }',
        "Pulumi.yaml": "name: shop\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
        "index.js": program(false),
      },
      env: { SHOP_TOKEN: TOKEN, SHOP_PASSWORD: PASSWORD },
    });
    await project.createStack({ "codechat:baseUrl": scene.server.url });
  });
  afterAll(() => project?.close());

  test("of the resource itself has them kept as secrets", async () => {
    const { output } = await present(project).pulumi("up", "--yes", "--skip-preview");
    expect(output).toContain("3 created");
    const urls = scene.server.webhooks().map(({ url }) => url);
    expect(urls).toEqual(Array(2).fill(`https://user:${PASSWORD}@shop.example/hook`));
    const everything = await present(project).everything();
    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain(PASSWORD);
  });

  test("of the stack has the token secret in the outputs at least", async () => {
    await present(project).write("index.js", program(true));
    await present(project).pulumi("up", "--yes", "--skip-preview");
    const { output } = await present(project).pulumi("stack", "export");
    const { resources } = JSON.parse(output).deployment;
    const own = resources.filter(({ type }: { type: string }) => type.includes("codechat:"));
    expect(own).toHaveLength(2);
    for (const { outputs } of own) expect(SECRET in outputs.token).toBe(true);
  });
});
