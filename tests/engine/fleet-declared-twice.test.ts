import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { INSTANCE, TOKEN } from "../support/server/server";

const PROGRAM = `
  const { Webhook, WebhookFleet } = require("pulumi-codechat");
  const [name, url] = ["orders", "https://shop.example/hook"];
  new Webhook("single", { instanceId: "${INSTANCE}", name, url });
  new WebhookFleet("fleet", { instances: ["${INSTANCE}", "shop-02"], name, url });
`;

const scene = useServer();
let project: Project;
beforeAll(async () => {
  const files = { "Pulumi.yaml": "name: twice\nruntime: nodejs\n", "index.js": PROGRAM };
  project = await Project.open({ server: scene.server, files });
  await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
});
afterAll(() => project.close());

test("a member of a fleet that is a webhook of its own, too, is refused, and both are named", async () => {
  const { output, calls } = await failureOf(project.pulumi("preview"));
  expect(output).toContain(
    `WebhookFleet "fleet", member ${INSTANCE}, and Webhook "single" declare the same live webhook`,
  );
  expect(calls).toEqual([]);
});
