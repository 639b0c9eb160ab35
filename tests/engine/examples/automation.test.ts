import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Project } from "../../support/engine/project";
import { useServer } from "../../support/engine/server";
import { eventsOn } from "../../support/server/server";
import { PostgresServer } from "../../support/shared-state/postgres";

const TOKENS = { "acme-01": "first-token", "acme-02": "second-token", "globex-01": "third-token" };
const TSX = createRequire(__filename).resolve("tsx/cli");

const scene = useServer({ instances: TOKENS });
let postgres: PostgresServer;
let project: Project;
let elsewhere: string;

beforeAll(async () => {
  elsewhere = await mkdtemp(join(tmpdir(), "codechat-elsewhere-"));
  postgres = await PostgresServer.start();
  project = await Project.openExample("automation", scene.server, "example", {
    ...postgres.env,
    CODECHAT_BASE_URL: scene.server.url,
    CODECHAT_TOKENS: JSON.stringify(TOKENS),
  });
});
afterAll(async () => {
  await project?.close();
  await postgres?.stop();
  await rm(elsewhere, { recursive: true, force: true });
});

/** Runs the example's command line as its README says. */
function tenants(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: number; stdout: string; stderr: string }> {
  // From wherever: the provider is found all the same, and what is left behind can be counted.
  const options = { cwd: elsewhere, env: { ...process.env, ...project.env, TMPDIR: elsewhere, ...env } };
  return new Promise((settled) => {
    const child = execFile(
      process.execPath,
      [TSX, join(project.folder, "index.ts"), ...args],
      options,
      (_error, stdout, stderr) => {
        project.notePrinted(stdout + stderr);
        settled({ status: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
}

const instancesLive = () =>
  scene.server
    .webhooks()
    .map(({ instanceId }) => instanceId)
    .sort();
const lines = (text: string) => text.trim().split("\n").sort();

/** One life of two tenants: each test goes on from the one before. */
describe("automation", () => {
  test("creates a stack of its own for each tenant, each reaching its instances with their tokens", async () => {
    // PostgreSQL's table is created by the first engine; two at once get into each other's way.
    const listed = await tenants(["list"]);
    expect(listed.status).toBe(0);
    expect(lines(listed.stdout)).toContain("globex\tglobex-01\tno stack");
    const { status, stdout, stderr } = await tenants(["create"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(lines(stdout)).toEqual(["acme: created: 3 created", "globex: created: 2 created"]);
    expect(instancesLive()).toEqual(Object.keys(TOKENS));
    for (const webhook of scene.server.webhooks()) {
      expect(webhook.enabled).toBe(true);
      expect(eventsOn(webhook)).toContain("messagesUpsert");
    }
  });

  test("finds drift in the one tenant that has it", async () => {
    const [webhook] = scene.server.webhooks("acme-02");
    scene.server.edit("acme-02", String(webhook?.webhookId), { enabled: false });
    const { status, stdout } = await tenants(["drift"]);
    expect(status).toBe(2);
    expect(stdout).toContain("globex: no drift\n");
    expect(stdout).toContain("acme: drift\n  update acme-02: enabled\n");
    expect(scene.server.webhooks("acme-02")).toMatchObject([{ enabled: false }]);
  });

  test("repairs one tenant's drift where another tenant fails, and says why that one did", async () => {
    scene.server.faults.set({
      call: "any",
      instanceId: "globex-01",
      fault: { kind: "status", status: 403, message: "not today" },
    });
    const { status, stdout, stderr } = await tenants(["update"]);
    scene.server.faults.clear();
    expect(status).toBe(1);
    expect(stdout).toBe("acme: updated: 2 unchanged, 1 updated\n");
    expect(stderr).toMatch(/^globex: failed: [\s\S]*not today/);
    expect(scene.server.webhooks("acme-02")).toMatchObject([{ enabled: true }]);
  });

  test("says what to do where the tenant's stack is not as the command takes it", async () => {
    const { status, stderr } = await tenants(["create", "acme", "umbrella"]);
    expect(status).toBe(1);
    expect(lines(stderr)).toEqual([
      "acme: failed: it has a stack already; use update",
      "umbrella: failed: it is not in the file of tenants",
    ]);
  });

  test("takes a rotated token at once, also to destroy", async () => {
    scene.server.register({ "globex-01": "rotated-token" });
    const rotated = { CODECHAT_TOKENS: JSON.stringify({ ...TOKENS, "globex-01": "rotated-token" }) };
    expect(await tenants(["destroy", "globex"])).toMatchObject({ status: 1 });
    expect(await tenants(["destroy", "globex", "--yes"], rotated)).toMatchObject({ status: 0, stderr: "" });
    expect(instancesLive()).toEqual(["acme-01", "acme-02"]);
  });

  test("lists and destroys a tenant that is no longer declared", async () => {
    const { globex } = JSON.parse(await readFile(join(project.folder, "tenants.json"), "utf8"));
    const left = join(elsewhere, "left.json");
    await writeFile(left, JSON.stringify({ globex }));
    const listed = await tenants(["--tenants", left, "list"]);
    expect(listed.status).toBe(0);
    expect(lines(listed.stdout)).toEqual([
      expect.stringMatching(/^acme\tnot declared\tupdated \d{4}-/),
      "globex\tglobex-01\tno stack",
    ]);
    expect(await tenants(["--tenants", left, "destroy", "acme", "--yes"])).toMatchObject({
      status: 0,
    });
    expect(scene.server.webhooks()).toEqual([]);
  });

  test("leaves no token, no password and no work folder behind", async () => {
    const state = await postgres.query(
      "select convert_from(decode(data->>'data', 'base64'), 'utf8') from pulumi_state",
    );
    const everything = (await project.everything()) + state.join("\n");
    expect(everything).not.toMatch(/first-token|second-token|third-token|rotated-token/);
    expect(everything).not.toContain(postgres.password);
    expect((await readdir(elsewhere)).filter((name) => name.startsWith("codechat-"))).toEqual([]);
  });
});
