import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ListOptions, runList } from "../../cli/list/run";
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

  describe("refuses", () => {
    const { CODECHAT_BASE_URL, CODECHAT_TOKEN, ...environment } = process.env;
    beforeAll(() => {
      process.env = environment;
    });
    afterAll(() => {
      process.env = {
        ...environment,
        ...(CODECHAT_BASE_URL && { CODECHAT_BASE_URL }),
        ...(CODECHAT_TOKEN && { CODECHAT_TOKEN }),
      };
    });

    test.each<[string, Partial<ListOptions>, RegExp]>([
      ["no instance", {}, /^no instance is named, and there is no Pulumi\.yaml in .*--cwd$/],
      ["no server", { instance: ["a"] }, /^no server is named: give --base-url/],
      ["an id that no path holds", { instance: [".."] }, /^instanceId: must not be "\.\."/],
      ["a stack", { stack: ["dev"] }, /^there is no Pulumi\.yaml in .*, so no stack can be read/],
      ["--undeclared", { instance: ["a"], undeclared: true }, /^who declares a webhook is not known/],
    ])("%s", async (_, options, message) => {
      await expect(runList({ cwd: folder, ...options })).rejects.toThrow(message);
    });
  });
});
