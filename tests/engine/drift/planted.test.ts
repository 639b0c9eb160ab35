import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { type Emulator, type LiveWebhook, startEmulator } from "../../../emulator/src";
import { drift, driftedIn, reportIn } from "../../support/drift/command";
import { declarationsOf, instancesOf, PLANTED, type Planted, plantDrift } from "../../support/drift/planted";
import { DeclaredStack } from "../../support/engine/declared";
import { withOneToken } from "../../support/engine/fleet";
import { TOKEN } from "../../support/server/server";

/** Webhooks in the stack. */
const COUNT = Number(process.env["DRIFT_WEBHOOKS"] ?? 40);
const STATE = ".pulumi/stacks/codechat-test/test.json";

describe(`in a stack of ${COUNT} webhooks with drift of every kind in ${PLANTED}`, () => {
  let server: Emulator;
  let stack: DeclaredStack;
  let settled: object[];
  let planted: Planted[];

  beforeAll(async () => {
    server = await startEmulator(withOneToken(instancesOf(COUNT)));
    stack = await DeclaredStack.create({ "codechat:baseUrl": server.url }, { "codechat:token": TOKEN });
    await stack.declare(declarationsOf(COUNT));
    await stack.up();
    settled = declaredIn(server);
    planted = plantDrift(server, COUNT).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    server.log.reset();
  });
  afterAll(async () => {
    await stack?.close();
    await server?.close();
  });

  test("drift names each of them, its properties, and nothing else; it only reads", async () => {
    const state = join(stack.project.backend, STATE);
    const before = await readFile(state, "utf8");
    const outcome = await drift(stack.project, ["--json"]);
    expect(outcome).toMatchObject({ status: 2, stderr: "" });
    const report = reportIn(outcome);
    expect(report.summary).toMatchObject({ webhooks: COUNT, drifted: PLANTED, errors: 0 });
    const named = driftedIn(report).map(({ resource, instance, status, differences }) => {
      return { resource, instance, status, properties: differences.map(({ property }) => property).sort() };
    });
    expect(named).toEqual(planted);
    // What is gone is looked for in the instance's list, too.
    const gone = planted.filter(({ status }) => status === "deleted").length;
    const counts = { get: server.log.count("get"), list: server.log.count("list") };
    expect(counts).toEqual({ get: COUNT, list: gone });
    expect(server.log.count()).toBe(COUNT + gone);
    expect(await readFile(state, "utf8")).toBe(before);
  });

  test("the engine's own refresh finds the same resources", async () => {
    const refreshed = await resourcesThatRefreshChanges(stack);
    expect([...refreshed].sort()).toEqual([...new Set(planted.map(({ resource }) => resource))].sort());
  });

  test("nothing that is printed or written is secret", async () => {
    const files = ["--html", "drift.html", "--junit", "drift.xml"];
    await drift(stack.project, files);
    await drift(stack.project, ["--markdown"]);
    const everything = await stack.project.everything();
    expect(everything).toContain("differs [secret]");
    for (const secret of ["password@", TOKEN]) expect(everything).not.toContain(secret);
  });

  test("--repair settles all of it, and says of each what was done", async () => {
    const outcome = await drift(stack.project, ["--repair", "--json"]);
    expect(outcome).toMatchObject({ status: 0, stderr: "" });
    const repairs = driftedIn(reportIn(outcome)).map(({ resource, instance, repair }) => {
      return { resource, instance, repair };
    });
    expect(repairs).toEqual(
      planted.map(({ resource, instance, status }) => {
        return { resource, instance, repair: status === "deleted" ? "recreated" : "repaired" };
      }),
    );
    expect(declaredIn(server)).toEqual(settled);
    const again = await drift(stack.project);
    expect(again).toMatchObject({ status: 0, stdout: `test: no drift in ${COUNT} webhooks\n` });
  });
});

function keyOf({ resource, instance }: Planted): string {
  return `${resource} ${instance}`;
}

/** What is declared of the live webhooks: not ids, and not flags that nobody declares. */
function declaredIn(server: Emulator): object[] {
  const declared = ({ instanceId, name, url, enabled, events }: LiveWebhook) => {
    const { chatsSet, ...named } = events;
    return { instanceId, name, url, enabled, events: named };
  };
  return server
    .webhooks()
    .map(declared)
    .sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
}

async function resourcesThatRefreshChanges({ project }: DeclaredStack): Promise<Set<string>> {
  const changed = new Set<string>();
  const selected = await LocalWorkspace.selectStack(
    { stackName: "test", workDir: project.folder },
    { envVars: project.env },
  );
  const onEvent = ({ resOutputsEvent }: EngineEvent) => {
    const { op, urn = "" } = resOutputsEvent?.metadata ?? {};
    const isOurs = urn.includes("codechat:");
    if (isOurs && (op === "update" || op === "delete")) changed.add(urn.slice(urn.lastIndexOf("::") + 2));
  };
  await selected.previewRefresh({ runProgram: true, onEvent });
  return changed;
}
