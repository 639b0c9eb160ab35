import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERVER_VERSIONS } from "../../emulator/src";
import { pulumiCodechat } from "../support/engine/command";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";

// Five webhooks on each: 20 instances make 100.
const COUNT = Number(process.env["ADOPT_INSTANCES"] ?? 20);
const ids = Array.from({ length: COUNT }, (_, index) => `shop-${String(index + 1).padStart(2, "0")}`);
const TOKENS = Object.fromEntries(ids.map((id) => [id, `own-token-of-${id}`]));
// biome-ignore lint/suspicious/noTemplateCurlyInString: no template is meant
const NASTY = ['quo"te', "new\\nline", "`${process.exit(1)}`", "日本語 🏪", "back\\slash */"];

const scene = useServer({
  instances: TOKENS,
  dialect: { ...SERVER_VERSIONS["2.2.1"], vocabulary: [...SERVER_VERSIONS["2.2.1"].vocabulary, "tomorrow"] },
});

/** What is live, as text, but for `updatedAt`. */
function live(): string {
  return JSON.stringify(scene.server.webhooks(), (key, value) => (key === "updatedAt" ? undefined : value));
}

function plantFive(id: string, index: number): void {
  const plant = (name: string, url: string, more: object = {}) =>
    scene.server.plant(id, { name, url, enabled: true, ...more });
  const nasty = NASTY[index % NASTY.length] ?? "";
  const events = { chatsSet: index % 3 === 0, presenceUpdate: false, tomorrow: index % 4 !== 0 };
  plant("orders", "https://shop.example/hook", { enabled: index % 7 !== 0 });
  plant(`audit of ${id}`, `https://audit.example/${id}/hook?of=${id}`, { events });
  plant(nasty, `https://shop.example/${encodeURIComponent(nasty)}`, { headers: { "x-shop": id } });
  plant("twins", index === 0 ? "https://user:pass-of-hook@shop.example/" : "https://shop.example/twins");
  plant("twins", "https://shop.example/twins", { enabled: false, events: { messagesUpsert: false } });
}

describe(`${ids.length * 5} webhooks on ${ids.length} instances`, () => {
  const secrets = mkdtempSync(join(tmpdir(), "codechat-tokens-"));
  let project: Project;
  let before: string;

  beforeAll(async () => {
    ids.forEach(plantFive);
    before = live();
    writeFileSync(join(secrets, "tokens.json"), JSON.stringify(TOKENS));
    project = await Project.open({ server: scene.server });
  });
  afterAll(async () => {
    await project?.close();
    rmSync(secrets, { recursive: true });
  });

  test("are adopted into a program, with its stack and secret tokens; only GET is sent", async () => {
    const file = join(secrets, "tokens.json");
    const where = ["--base-url", scene.server.url, "--out", ".", "--stack", "test"];
    const { output, calls } = await pulumiCodechat(project, ["adopt", "--instances", file, ...where]);
    expect(output).toContain(`declared ${ids.length * 5} webhooks of ${ids.length} instances`);
    expect(output).toContain("left alone, since not known by name: tomorrow");
    expect(new Set(calls)).toEqual(new Set(["list"]));
    const program = readFileSync(join(project.folder, "index.ts"), "utf8");
    expect(program.match(/^new WebhookFleet\(/gm)?.length).toBeGreaterThanOrEqual(2);
    expect(program.match(/^new Webhook\(/gm)?.length).toBeGreaterThanOrEqual(ids.length);
  });

  test("are not changed by the first `pulumi up`, but for updatedAt", async () => {
    const { calls } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(calls.filter((call) => call === "update")).toHaveLength(ids.length * 5);
    expect(calls.filter((call) => call === "create" || call === "delete")).toEqual([]);
    expect(live()).toBe(before);
  });

  test("leave the next preview without a change, with and without a look at what is live", async () => {
    await project.pulumi("preview", "--expect-no-changes");
    await project.pulumi("preview", "--refresh", "--run-program", "--expect-no-changes");
    expect(live()).toBe(before);
  });

  test("leave no token and no secret url in any file or output", async () => {
    const everything = await project.everything();
    expect(everything).not.toMatch(/own-token-of-|pass-of-hook/);
  });

  test("stay live when the stack is destroyed", async () => {
    await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(live()).toBe(before);
  });
});
