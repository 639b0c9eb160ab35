import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../support/cli/command";
import { plantOrders } from "../support/drift/state";
import { INSTANCE, startServer, TOKEN } from "../support/server/server";

describe("list without a project", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "codechat-list-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runCommand(["list", ...args], folder, env);

  test("takes server and token from the environment, and says that who declares what is not known", async () => {
    const server = await startServer();
    plantOrders(server);
    const env = { CODECHAT_BASE_URL: server.url, CODECHAT_TOKEN: TOKEN };
    const { status, stdout, stderr } = await run(["--instance", INSTANCE], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^shop-01 +orders +https:\/\/shop\.example\/… +on +1 of \d+ +unknown /m);
    expect(stdout).toContain("who declares them is not known: there is no Pulumi project here");
    expect(stdout).not.toContain("\u001b");
  });

  test("takes instances and their tokens from a file, as JSON", async () => {
    const server = await startServer({ instances: { a: "token-a", b: "token-b" } });
    plantOrders(server, "a");
    const file = join(folder, "tokens.json");
    writeFileSync(file, JSON.stringify({ a: "token-a", b: "wrong-token" }));
    const outcome = await run(["--instances", file, "--base-url", server.url, "--json"]);
    expect(outcome.status).toBe(1);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      project: null,
      summary: { instances: 2, webhooks: 1, undeclared: 0, errors: 1 },
      webhooks: [{ instance: "a", declaredBy: null }],
      errors: [{ instance: "b", message: expect.stringContaining("401 Unauthorized") }],
    });
    expect(outcome.stdout).not.toMatch(/token-a|wrong-token/);
  });

  test.each<[string, string[], RegExp]>([
    ["no instance", [], /^error: no instance is named, and there is no Pulumi\.yaml in .*--cwd\n$/],
    ["no server", ["--instance", "a"], /^error: no server is named: give --base-url/],
    ["an id that no path holds", ["--instance", ".."], /^error: instanceId: must not be "\.\."/],
    [
      "a stack",
      ["--instance", "a", "--stack", "dev"],
      /^error: there is no Pulumi\.yaml in .*, so no stack can be read/,
    ],
    ["--undeclared", ["--instance", "a", "--undeclared"], /^error: who declares a webhook is not known/],
  ])("refuses %s", async (_, args, message) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });
});
