import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../../emulator/src";
import { drift, reportIn } from "../../support/drift/command";
import { DeclaredStack } from "../../support/engine/declared";
import { INSTANCE, TOKEN } from "../../support/server/server";

const OTHER_TOKEN = "token-after-the-rotation";

describe("drift in several stacks", () => {
  let server: Emulator;
  let stack: DeclaredStack;
  const args = (name: string) => ({
    webhooks: {
      orders: {
        instanceId: INSTANCE,
        name,
        url: `https://shop.example/${name}`,
        events: ["messagesUpsert" as const],
      },
    },
  });
  const initialize = async (name: string) => {
    await stack.project.pulumi("stack", "init", name);
    await stack.project.configure({ "codechat:baseUrl": server.url }, { "codechat:token": TOKEN });
  };
  const lockFile = () =>
    join(stack.project.backend, ".pulumi/locks/organization/codechat-test/test/held.json");
  const editTest = (enabled: boolean) => {
    const webhook = server.webhooks().find(({ name }) => name === "test");
    server.edit(INSTANCE, webhook?.webhookId ?? "", { enabled });
  };

  beforeAll(async () => {
    server = await startEmulator({ instances: { [INSTANCE]: TOKEN } });
    stack = await DeclaredStack.create({ "codechat:baseUrl": server.url }, { "codechat:token": TOKEN });
    await stack.declare(args("test"));
    await stack.up();
    await initialize("never-deployed");
    await initialize("refused");
    await stack.declare(args("refused"));
    await stack.up();
    await stack.project.configure({}, { "codechat:token": "not-the-token" });
    await stack.declare(args("test"));
    await stack.project.pulumi("stack", "select", "never-deployed");
  });
  afterAll(async () => {
    await stack?.close();
    await server?.close();
  });

  test("is 0 where there is none, also where nothing was ever deployed", async () => {
    const outcome = await drift(stack.project, ["--stack", "test", "-s", "never-deployed"]);
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    expect(outcome.stdout).toBe(
      "test: no drift in 1 webhook\n\nnever-deployed: no webhooks in state: nothing to compare\n\n" +
        "2 stacks: no drift in 1 webhook\n",
    );
  });

  test("looks at every stack; an error in one and drift in another are 1, and both are reported", async () => {
    editTest(false);
    const outcome = await drift(stack.project, ["--json"]);
    expect(outcome.status).toBe(1);
    const found = reportIn(outcome).stacks.map(({ stack: name, drifted, errors }) => {
      return [name, drifted.map(({ differences }) => differences), errors.map(({ message }) => message)];
    });
    const refused = expect.stringMatching(/401 Unauthorized(.|\n)*next: give this instance's own token/);
    expect(found).toEqual([
      ["never-deployed", [], []],
      ["refused", [], [refused]],
      ["test", [[{ property: "enabled", declared: true, live: false }]], []],
    ]);
    expect(await stack.project.everything()).not.toContain("not-the-token");
  });

  test("leaves the stack selected that a person has selected", async () => {
    expect((await stack.project.pulumi("stack", "--show-name")).output).toBe("never-deployed\n");
  });

  test("uses today's token, not that of the last `pulumi up`", async () => {
    server.register({ [INSTANCE]: OTHER_TOKEN });
    await stack.project.pulumi("config", "set", "--stack", "test", "--secret", "codechat:token", OTHER_TOKEN);
    const after = await drift(stack.project, ["-s", "test", "--json"]);
    expect(after.status).toBe(2);
    expect(reportIn(after).summary).toMatchObject({ drifted: 1, errors: 0 });
  });

  describe("a repair that cannot be done is an error, and the drift stays reported", () => {
    test("where the program fails", async () => {
      await stack.declare({ webhooks: { orders: { ...args("test").webhooks.orders, url: "no url" } } });
      const outcome = await drift(stack.project, ["-s", "test", "--repair"]);
      await stack.declare(args("test"));
      expect(outcome.status).toBe(1);
      expect(outcome.stdout).toMatch(/orders on shop-01 \(\S+\): failed\n {4}enabled {2}on → off/);
      expect(outcome.stdout).toContain(
        "orders: pulumi-nodejs:dynamic/codechat:Webhook resource 'orders' has a problem: url:",
      );
    });

    test("where the stack is locked; a check needs no lock", async () => {
      await mkdir(join(lockFile(), ".."), { recursive: true });
      const holder = {
        pid: process.pid,
        username: "somebody",
        hostname: "elsewhere",
        timestamp: "2026-01-01T00:00:00Z",
      };
      await writeFile(lockFile(), JSON.stringify(holder));
      expect((await drift(stack.project, ["-s", "test"])).status).toBe(2);
      const outcome = await drift(stack.project, ["-s", "test", "--repair"]);
      expect(outcome.status).toBe(1);
      expect(outcome.stdout).toContain("the stack is currently locked by 1 lock(s)");
      await stack.project.pulumi("cancel", "--stack", "test", "--yes");
    });

    test("where the server refuses, and the next check still finds it", async () => {
      server.faults.add({ call: "update", fault: { kind: "status", status: 400, message: "not today" } });
      const outcome = await drift(stack.project, ["-s", "test", "--repair"]);
      server.faults.clear();
      expect(outcome.status).toBe(1);
      expect(outcome.stdout).toMatch(/orders on shop-01 \(\S+\): failed\n {4}enabled {2}on → off/);
      expect(outcome.stdout).toContain("400 Bad Request: not today");
      expect((await drift(stack.project, ["-s", "test"])).status).toBe(2);
    });

    test("and the same command finishes it", async () => {
      const outcome = await drift(stack.project, ["-s", "test", "--repair"]);
      expect(outcome).toMatchObject({ status: 0, stderr: "" });
      expect(outcome.stdout).toMatch(/^test: 1 of 1 webhook drifted, 1 repaired\n.*: repaired\n {4}enabled/);
      const webhook = server.webhooks().find(({ name }) => name === "test");
      expect(webhook).toMatchObject({ enabled: true });
    });
  });

  describe("what cannot be begun is an error that says what to do", () => {
    test("an interruption", async () => {
      const stop = new AbortController();
      server.faults.add({ call: "get", fault: { kind: "hang" } });
      const outcome = drift(stack.project, ["-s", "test"], {}, (child) => {
        stop.signal.addEventListener("abort", () => child.kill("SIGINT"));
      });
      while (server.faults.rules.every(({ struck }) => struck === 0)) await delay(50);
      stop.abort();
      expect(await outcome).toMatchObject({
        status: 1,
        stdout: "",
        stderr: expect.stringContaining("interrupted"),
      });
      server.faults.clear();
    });

    test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
      [
        "no such stack",
        ["-s", "produktion"],
        {},
        /produktion: .*\n.*there is no such stack; project codechat-test has never-deployed, refused, test/,
      ],
      ["no passphrase", ["-s", "test"], { PULUMI_CONFIG_PASSPHRASE: undefined }, /passphrase must be set/],
      ["no project", ["--cwd", ".."], {}, /^error: there is no Pulumi.yaml in .*--cwd\n$/],
      ["no engine", [], { PATH: "" }, /^error: there is no `pulumi` on the PATH/],
      ["two formats", ["--json", "--markdown"], {}, /cannot be used with option '--markdown'/],
    ])("%s", async (_, options, env, message) => {
      const { status, stdout, stderr } = await drift(stack.project, options, env);
      expect(stdout + stderr).toMatch(message);
      expect(status).toBe(1);
    });
  });
});
