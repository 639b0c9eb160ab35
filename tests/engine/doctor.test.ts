import * as v from "valibot";
import { pulumiCodechat } from "../support/engine/command";
import { failureOf, type Outcome } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { INSTANCE, TOKEN } from "../support/server/server";

const report = v.object({
  schemaVersion: v.literal(1),
  status: v.picklist(["ok", "warning", "failure"]),
  findings: v.array(
    v.object({
      check: v.string(),
      status: v.string(),
      message: v.string(),
      remedy: v.optional(v.string()),
      instanceId: v.optional(v.string()),
    }),
  ),
});

/** What a run found, as `check: status`; without what is ok, and the warning of an old Node.js that tests may run on. */
function problemsIn({ output }: Outcome): string[] {
  return v
    .parse(report, JSON.parse(output))
    .findings.filter(({ check, status }) => status !== "ok" && !(check === "node" && status === "warning"))
    .map(({ check, status }) => `${check}: ${status}`);
}

describe("doctor in a project", () => {
  const scene = useServer();
  let project: Project;
  const doctor = (args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) =>
    pulumiCodechat(project, ["doctor", "--json", ...args], environment);

  beforeAll(async () => {
    scene.server.plant(INSTANCE, { name: "orders", url: "https://shop.example/hook" });
    const files = {
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "package.json": "{}",
      "index.js": `
        const { Webhook } = require("pulumi-codechat");
        const webhook = { name: "orders", url: "https://shop.example/" };
        new Webhook("gone", { ...webhook, instanceId: "gone", token: "token-of-gone" });
        new Webhook("own", { ...webhook, instanceId: "own", token: "own-token" });
      `,
    };
    project = await Project.open({ server: scene.server, files });
    const secrets = { "codechat:tokens": JSON.stringify({ [INSTANCE]: TOKEN }) };
    await project.createStack({ "codechat:baseUrl": scene.server.url }, secrets);
  });
  afterAll(() => project?.close());

  test("finds all in order, with the selected stack's configuration, and only reads", async () => {
    const outcome = await doctor();
    expect(problemsIn(outcome)).toEqual([]);
    const checks = v.parse(report, JSON.parse(outcome.output)).findings.map(({ check }) => check);
    for (const check of ["node", "package", "engine", "backend", "configuration", "server", "clock", "token"])
      expect(checks).toContain(check);
    expect(outcome.calls.filter((call) => !/^(list|GET )/.test(call))).toEqual([]);
  });

  test("for a person is a line each, without colours where there is no terminal", async () => {
    const { output } = await pulumiCodechat(project, ["doctor"]);
    expect(output).toMatch(/^(ok {7}|warning {2})Node\.js /);
    expect(output).toContain(`ok       ${INSTANCE}: the token is accepted; the instance has 1 webhook`);
    expect(output).not.toContain("\u001b");
  });

  test("tries the instances that are named", async () => {
    const outcome = await failureOf(
      doctor(["--stack", "test", "--instance", INSTANCE, "--instance", "nobody"]),
    );
    expect(problemsIn(outcome)).toEqual(["token: failure"]);
  });

  test("tries the instances in the stack's state, each with the token that its resource names", async () => {
    scene.server.register({ own: "own-token", gone: "token-of-gone" });
    await project.pulumi("up", "--yes", "--skip-preview");
    scene.server.register({ gone: "another-token" });
    const outcome = await failureOf(doctor());
    expect(problemsIn(outcome)).toEqual(["token: failure"]);
    const { findings } = v.parse(report, JSON.parse(outcome.output));
    expect(findings.find(({ check }) => check === "state")?.message).toContain("webhooks of 2 instances");
    const tried = findings.filter(({ check }) => check === "token");
    expect(tried.map(({ instanceId, status }) => `${instanceId}: ${status}`).sort()).toEqual([
      "gone: failure",
      "own: ok",
      `${INSTANCE}: ok`,
    ]);
    expect(outcome.output).toContain("or there is no such instance");
    expect(outcome.output).not.toMatch(/own-token|token-of-gone/);
    expect(outcome.calls.filter((call) => !/^(list|GET )/.test(call))).toEqual([]);
    await project.pulumi("state", "delete", "--all", "--yes");
  });

  test("warns of a key that has no effect", async () => {
    await project.configure({ "codechat:baseURL": "https://codechat.example" });
    const outcome = await doctor();
    expect(problemsIn(outcome)).toEqual(["configuration: warning"]);
    expect(outcome.output).toContain("did you mean codechat:baseUrl?");
    await project.pulumi("config", "rm", "codechat:baseURL");
  });

  test("goes on with the environment where the configuration cannot be decrypted", async () => {
    const environment = {
      PULUMI_CONFIG_PASSPHRASE: "wrong",
      CODECHAT_BASE_URL: scene.server.url,
      CODECHAT_TOKEN: TOKEN,
    };
    const outcome = await failureOf(doctor(["--instance", INSTANCE], environment));
    expect(problemsIn(outcome)).toEqual(["configuration: failure"]);
    expect(outcome.output).toContain("PULUMI_CONFIG_PASSPHRASE");
  });

  test("goes on without an engine, which is a failure", async () => {
    const outcome = await failureOf(doctor([], { PATH: "/nowhere" }));
    expect(problemsIn(outcome)).toEqual(["engine: failure", "configuration: warning", "server: warning"]);
    expect(outcome.output).not.toContain("no server is configured");
  });

  test("names the backend that does not answer, without its password", async () => {
    const url = "postgres://user:pass-of-backend@127.0.0.1:9/state?sslmode=disable";
    const outcome = await failureOf(doctor([], { PULUMI_BACKEND_URL: url }));
    expect(problemsIn(outcome)).toContain("backend: failure");
    expect(outcome.output).not.toContain("pass-of-backend");
  });

  test("refuses a token in plain configuration, and says how to set it, without showing it", async () => {
    await project.configure({ "codechat:token": "a-plain-token" });
    const outcome = await failureOf(doctor());
    expect(problemsIn(outcome)).toEqual(["configuration: failure"]);
    expect(outcome.output).toContain("pulumi config set --secret codechat:token");
    expect(outcome.output).not.toContain("a-plain-token");
  });
});
