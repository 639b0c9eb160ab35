import { Project } from "../../support/engine/project";
import { present, useServer } from "../../support/engine/server";
import { Pipeline, type StepOutcome } from "../../support/pipelines/example";
import { eventsOn, INSTANCE, TOKEN } from "../../support/server/server";

const WRONG_TOKEN = "a-token-of-somebody-else";
const RUN = {
  GITHUB_SERVER_URL: "https://github.example",
  GITHUB_REPOSITORY: "shop/webhooks",
  GITHUB_RUN_ID: "9",
};

describe("the pipeline's script", () => {
  const scene = useServer();
  let project: Project | undefined;
  let pipeline: Pipeline | undefined;

  beforeAll(async () => {
    project = await Project.openExample("pipeline", scene.server);
    pipeline = await Pipeline.install(project);
    await project.createStack({
      "codechat:baseUrl": scene.server.url,
      instanceId: INSTANCE,
      receiver: "https://hooks.example",
    });
  });
  afterAll(() => project?.close());

  const run = (step: string, env: Readonly<Record<string, string>> = {}): Promise<StepOutcome> =>
    present(pipeline).run(step, { CODECHAT_TOKEN: TOKEN, ...env });
  const tellGitHub = async () => {
    expect(await run("issue", { ...RUN, GH_TOKEN: "of the job" })).toMatchObject({ status: 0 });
  };

  const live = (name: string) => present(scene.server.webhooks().find((webhook) => webhook.name === name));
  const changeByHand = () => {
    const { webhookId } = live("orders");
    scene.server.edit(INSTANCE, webhookId, { enabled: false, events: { sendMessage: true } });
  };
  /** The calls since the last look that change something. */
  const takeWrites = () => {
    const writes = scene.server.log.entries.filter(({ method }) => method !== "GET");
    scene.server.log.reset();
    return writes.map(({ call }) => call);
  };

  test("deploys the stack, with the token from the environment alone", async () => {
    expect(await run("deploy")).toMatchObject({ status: 0 });
    expect(live("orders")).toMatchObject({ url: "https://hooks.example/orders", enabled: true });
    expect(eventsOn(live("orders"))).toEqual(["messagesUpdate", "messagesUpsert"]);
    expect(eventsOn(live("monitor"))).toEqual(["connectionUpdate", "qrcodeUpdate"]);
  });

  test("drift ends with status 0 where there is none, and no issue is opened", async () => {
    expect(await run("drift")).toMatchObject({ status: 0 });
    await tellGitHub();
    await expect(present(pipeline).githubCalls()).resolves.toEqual([]);
  });

  test("a preview names what was changed by hand, succeeds, and changes nothing", async () => {
    changeByHand();
    takeWrites();
    const { status, summary } = await run("preview");
    expect(status).toBe(0);
    const [preview = "", report = ""] = summary.split(/^## .*drift.*$/im);
    expect(preview).toMatch(/^## Preview of test\n\n`{6}text\n/);
    expect(preview).toContain("~ enabled");
    for (const name of ["orders", INSTANCE, "enabled", "sendMessage"]) expect(report).toContain(name);
    expect(report).not.toContain("monitor");
    expect(await present(pipeline).report("drift.xml")).toContain("<failure");
    expect(await present(pipeline).report("drift.html")).toContain("orders");
    expect(takeWrites()).toEqual([]);
    expect(live("orders").enabled).toBe(false);
  });

  test("drift ends with status 2 and leaves an issue, which the next run brings up to date", async () => {
    expect(await run("drift")).toMatchObject({ status: 2, summary: expect.stringContaining("sendMessage") });
    await tellGitHub();
    const body = await present(pipeline).report("issue.md");
    expect(body).toContain("sendMessage");
    expect(body).toContain("https://github.example/shop/webhooks/actions/runs/9");
    expect(await present(pipeline).githubCalls()).toEqual([
      expect.stringMatching(/^label create drift: test /),
      "issue create --title Drift in the webhooks of test --label drift: test --body-file reports/issue.md",
    ]);
    await tellGitHub();
    expect(await present(pipeline).githubCalls()).toEqual(["issue edit 7 --body-file reports/issue.md"]);
    expect(takeWrites()).toEqual([]);
  });

  test("repair puts it right, says what it repaired, and closes the issue", async () => {
    const { status, summary } = await run("repair");
    expect(status).toBe(0);
    expect(summary).toMatch(/repaired/);
    expect(live("orders").enabled).toBe(true);
    expect(eventsOn(live("orders"))).toEqual(["messagesUpdate", "messagesUpsert"]);
    await tellGitHub();
    expect(await present(pipeline).githubCalls()).toEqual([
      "issue close 7 --comment No drift is left: https://github.example/shop/webhooks/actions/runs/9",
    ]);
  });

  test("a deployment puts right what was changed by hand, too", async () => {
    changeByHand();
    scene.server.remove(INSTANCE, live("monitor").webhookId);
    expect(await run("deploy")).toMatchObject({ status: 0 });
    expect(live("orders").enabled).toBe(true);
    expect(live("monitor").enabled).toBe(true);
    expect(scene.server.webhooks()).toHaveLength(2);
  });

  test.each(["preview", "deploy", "drift", "repair"])(
    "%s fails with a token that is not accepted; that does not count as drift",
    async (step) => {
      changeByHand();
      takeWrites();
      const { status, output } = await run(step, { CODECHAT_TOKEN: WRONG_TOKEN });
      expect(status).not.toBe(0);
      expect(status).not.toBe(2);
      expect(output).toContain("401");
      expect(takeWrites()).toEqual([]);
    },
  );

  test("tells in an issue, too, that looking for drift has failed", async () => {
    await tellGitHub();
    expect(await present(pipeline).githubCalls()).toContainEqual(expect.stringMatching(/^issue create /));
    expect(await present(pipeline).report("issue.md")).toContain("401");
  });

  test("a stack that does not exist is an error, not a second stack", async () => {
    expect((await run("deploy", { PULUMI_STACK: "tset" })).status).not.toBe(0);
    expect((await run("drift", { PULUMI_STACK: "tset" })).status).toBe(1);
    const { output } = await present(project).pulumi("stack", "ls");
    expect(output).not.toContain("tset");
  });

  test("a word that it does not know and a setting that is missing are errors, not drift", async () => {
    expect(await run("drfit")).toMatchObject({ status: 1, output: expect.stringContaining("usage:") });
    expect(await run("drift", { PULUMI_BACKEND_URL: "" })).toMatchObject({
      status: 1,
      output: expect.stringContaining("PULUMI_BACKEND_URL is not set"),
    });
  });

  test("no token and no passphrase is printed, written to a report or kept in state", async () => {
    const everything = await present(project).everything();
    for (const secret of [TOKEN, WRONG_TOKEN, present(project).env["PULUMI_CONFIG_PASSPHRASE"]]) {
      expect(everything).not.toContain(secret);
    }
  });
});
