import { type Emulator, startEmulator } from "../../emulator/src";
import { WebhookFleet } from "../../sdk";
import { declareWebhook, oneWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useStack } from "../support/engine/scene";
import { present, useServer } from "../support/engine/server";
import { INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

describe("configuration that changes", () => {
  const scene = useStack();
  let other: Emulator;

  beforeAll(async () => {
    other = await startEmulator({ instances: { [INSTANCE]: TOKEN } });
  });
  afterAll(() => other.close());

  test("a rotated token fails a refresh, which has the one of the last up, with the way out", async () => {
    await scene.stack.up(oneWebhook());
    scene.server.register({ [INSTANCE]: "rotated-token" });
    await scene.stack.configure({ "codechat:token": { value: "rotated-token", secret: true } });
    const { output } = await failureOf(scene.stack.up(oneWebhook(), { refresh: true }));
    expect(output).toContain("was answered 401 Unauthorized");
    expect(output).toContain("with --run-program they use the current one");
  });

  test("up --refresh --run-program has the current one", async () => {
    const { calls } = await scene.stack.up(oneWebhook(), { refresh: true, runProgram: true });
    expect(calls).toEqual(["get"]);
    expect((await scene.stack.refresh({ expectNoChanges: true })).calls).toEqual(["get"]);
  });

  test("another server does not make the webhook look gone: it is read where it lives", async () => {
    other.register({ [INSTANCE]: "rotated-token" });
    await scene.stack.configure({ "codechat:baseUrl": { value: other.url } });
    other.log.reset();
    const { output, calls } = await scene.stack.preview(oneWebhook(), {
      refresh: true,
      runProgram: true,
    });
    expect(output).toContain("1 to update");
    expect(calls).toEqual(["get"]);
    expect(other.log.count()).toBe(0);
  });

  test("a server that has no such webhook is an error that says what to do; nothing is created there", async () => {
    const { output } = await failureOf(scene.stack.up(oneWebhook()));
    expect(output).toContain("was answered 404 Not Found");
    expect(output).toContain("check webhookId, instanceId and codechat:baseUrl");
    expect(output).toContain(`now: the webhook is in state as it was, on ${scene.server.url}`);
    expect(other.webhooks()).toEqual([]);
    expect(scene.server.webhooks()).toHaveLength(1);
  });

  test("setting it back finds everything as it was", async () => {
    await scene.stack.configure({ "codechat:baseUrl": { value: scene.server.url } });
    expect((await scene.stack.up(oneWebhook(), { expectNoChanges: true })).calls).toEqual([]);
  });
});

describe("the spelling of a base url", () => {
  const scene = useStack();
  const spelled = (url: string) => `${url.replace("http:", "HTTP:")}/`;

  test("alone plans nothing: in the configuration, as an argument, or as that of a fleet", async () => {
    const program = (baseUrl: string | undefined) => () => {
      declareWebhook("orders", baseUrl === undefined ? {} : { baseUrl });
      new WebhookFleet("fleet", {
        instances: [INSTANCE],
        name: "of the fleet",
        url: "https://shop.example/fleet",
        ...(baseUrl !== undefined && { baseUrl }),
      });
    };
    await scene.stack.up(program(undefined));
    await scene.stack.configure({ "codechat:baseUrl": { value: spelled(scene.server.url) } });
    expect((await scene.stack.up(program(undefined), { expectNoChanges: true })).calls).toEqual([]);
    await scene.stack.up(program(scene.server.url));
    const again = await scene.stack.up(program(spelled(scene.server.url)), { expectNoChanges: true });
    expect(again.calls).toEqual([]);
    expect(scene.server.webhooks()).toHaveLength(2);
  });

  test("as a key that has no effect is a warning with the nearest one", async () => {
    await scene.stack.configure({ "codechat:baseURL": { value: scene.server.url } });
    const { output } = await scene.stack.preview(oneWebhook());
    expect(output).toContain(
      "warning: codechat:baseURL: unknown configuration key, which has no effect; did you mean codechat:baseUrl?",
    );
  });
});

describe("a destroy whose configuration lacks the token", () => {
  const scene = useServer();
  let project: Project | undefined;

  beforeAll(async () => {
    const files = {
      "package.json": "{}",
      "Pulumi.yaml": "name: environment\nruntime: nodejs\n",
      "index.js": `
        const { Webhook } = require("pulumi-codechat");
        new Webhook("orders", { instanceId: "${INSTANCE}", name: "orders", url: "https://shop.example/" });
      `,
    };
    project = await Project.open({ server: scene.server, files });
    await project.createStack({ "codechat:baseUrl": scene.server.url });
    const up = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"];
    await project.run("env", [`CODECHAT_TOKEN=${TOKEN}`, ...up]);
  });
  afterAll(() => project?.close());

  test("says whose configuration that is, and how to use today's", async () => {
    const engine = present(project);
    await engine.configure({}, { "codechat:token": TOKEN });
    const { output } = await failureOf(engine.pulumi("destroy", "--yes", "--skip-preview"));
    expect(output).toContain("token: none is configured for this instance");
    expect(output.replace(/\s+/g, " ")).toContain("the configuration of the last `pulumi up`");
    expect(output).toContain("--run-program");
    expect(scene.server.webhooks()).toHaveLength(1);
  });

  test("does it as it is told to", async () => {
    await present(project).pulumi("destroy", "--yes", "--skip-preview", "--run-program");
    expect(scene.server.webhooks()).toEqual([]);
  });
});

describe("a project with `options: refresh: always`", () => {
  const scene = useServer();
  let project: Project | undefined;

  beforeAll(async () => {
    const files = {
      "package.json": "{}",
      "Pulumi.yaml": "name: always\nruntime: nodejs\noptions:\n  refresh: always\n",
      "index.js": `
        const { Webhook } = require("pulumi-codechat");
        new Webhook("orders", { instanceId: "${INSTANCE}", name: "orders", url: "https://shop.example/" });
      `,
    };
    project = await Project.open({ server: scene.server, files });
    await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
    await project.pulumi("up", "--yes", "--skip-preview");
  });
  afterAll(() => project?.close());

  test("finds and repairs drift with a plain up", async () => {
    const { webhookId } = onlyWebhook(scene.server);
    scene.server.edit(INSTANCE, webhookId, { enabled: false });
    const { calls } = await present(project).pulumi("up", "--yes", "--skip-preview");
    expect(calls).toEqual(["get", "update", "events"]);
    expect(onlyWebhook(scene.server)).toMatchObject({ webhookId, enabled: true });
  });

  test("reads with the token of the last up, and with today's where it is told to run the program", async () => {
    const engine = present(project);
    scene.server.register({ [INSTANCE]: "a-new-token" });
    await engine.configure({}, { "codechat:token": "a-new-token" });
    expect((await failureOf(engine.pulumi("preview"))).output).toContain("401");
    expect((await failureOf(engine.pulumi("up", "--yes", "--skip-preview"))).output).toContain("401");
    expect((await engine.pulumi("preview", "--run-program")).calls).toEqual(["get"]);
    process.env["PULUMI_RUN_PROGRAM"] = "true";
    try {
      expect((await engine.pulumi("up", "--yes", "--skip-preview")).calls).toEqual(["get"]);
    } finally {
      delete process.env["PULUMI_RUN_PROGRAM"];
    }
  });
});
