import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type CodeBlock, codeOfSection, readDocument } from "../support/documents";
import { pack, type ServerProcess, startInstalledServer } from "../support/engine/packages";
import { Project } from "../support/engine/project";
import { present } from "../support/engine/server";

const ROOT = resolve(__dirname, "../..");
const README = readDocument("README.md");
/** What a person types; what is not typed into a shell is the program. */
const [install, startServer, deploy, ...others] = codeOfSection(README, "Use it");
const program = README.codeBlocks.find(({ language }) => language === "ts");
const [, preview] = README.codeBlocks.filter(({ language }) => language === "text");

/** The commands of a block, a line each. */
const commandsOf = (block?: CodeBlock) => present(block).code.trim().split("\n");

/**
 * The README's "Use it", typed by a person into an empty folder. Only this differs: the packages and the SDK are those
 * of this checkout instead of the registry's newest, and the local server listens on a free port.
 */
describe("what the README says under Use it", () => {
  let top: string;
  let project: Project;
  let server: ServerProcess | undefined;
  let tarballs: readonly string[];
  let sdk: string;

  beforeAll(async () => {
    top = await mkdtemp(join(tmpdir(), "codechat-readme-"));
    project = await Project.open({ modules: false });
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    sdk = `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`;
    const packed = await Promise.all([pack(".", top), pack("emulator", top)]);
    tarballs = packed.map(({ tarball }) => tarball);
  });
  afterAll(async () => {
    await server?.stop();
    await project?.close();
    await rm(top, { recursive: true, force: true });
  });

  /** Types a command into a shell. @returns what it printed */
  function type(
    command: string,
    folder = join(project.folder, "shop-webhooks"),
    input = "",
  ): Promise<string> {
    const env = {
      ...process.env,
      ...project.env,
      // What a person answers with a key.
      PULUMI_SKIP_CONFIRMATIONS: "true",
      npm_config_prefer_offline: "true",
      npm_config_audit: "false",
    };
    return new Promise((printed, failed) => {
      const shell = spawn("bash", ["-ec", command], { cwd: folder, env });
      let output = "";
      for (const stream of [shell.stdout, shell.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      }
      shell.stdin.end(input);
      shell.on("error", failed).on("close", (status) => {
        if (status === 0) printed(output);
        else failed(new Error(`${command}\n${output}`));
      });
    });
  }

  test("is three blocks of commands and a program", () => {
    const blocks = [install, startServer, deploy].map((block) => present(block).language);
    expect({ blocks, others }).toEqual({ blocks: ["sh", "sh", "sh"], others: [] });
    expect(present(program).code).toContain("new Webhook(");
  });

  test("makes a project in an empty folder", async () => {
    const [product = ""] = tarballs;
    const text = present(install).code;
    const local = text.replace(/pulumi-codechat @pulumi\/pulumi$/m, `${product} ${sdk}`);
    expect(local).not.toBe(text);
    await type(local, project.folder);
    await writeFile(join(project.folder, "shop-webhooks/index.ts"), present(program).code);
  });

  test("starts the local server", async () => {
    expect(commandsOf(startServer)).toEqual(["npx codechat-emulator"]);
    const folder = join(top, "npx");
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), "{}");
    await type(`npm install --legacy-peer-deps ${tarballs.join(" ")}`, folder);
    server = await startInstalledServer(folder);
  });

  test("deploys the program: the webhook is live", async () => {
    const { url, webhooks } = present(server);
    for (const command of commandsOf(deploy)) {
      const asked = /# asks for it: (\S+)$/.exec(command)?.[1];
      await type(command.replace("http://127.0.0.1:8787", url), undefined, asked);
    }
    expect(commandsOf(deploy).join()).toContain("http://127.0.0.1:8787");
    expect(await webhooks()).toMatchObject([
      { instanceId: "shop-01", name: "orders", url: "https://example.com/hooks/orders", enabled: true },
    ]);
  });

  test("then shows a change by hand as the top of the README has it, and puts it right", async () => {
    const { url, webhooks } = present(server);
    const [{ webhookId }] = (await webhooks()) as [{ webhookId: string }];
    const change = await fetch(`${url}/api/v2/instance/shop-01/webhook/${webhookId}/events`, {
      method: "PATCH",
      headers: { authorization: "Bearer development-token", "content-type": "application/json" },
      body: JSON.stringify({ messagesUpsert: false }),
    });
    expect(change.status).toBe(200);
    const [command = "", ...shown] = commandsOf(preview);
    const printed = await type(command.replace(/^\$ /, ""));
    // The remark at the end of a line is the README's own.
    for (const line of shown) expect(printed).toContain(line.replace(/ {3,}\S.*$/, "").trim());
    await type("pulumi up --refresh --run-program");
    expect(await webhooks()).toMatchObject([{ events: { messagesUpsert: true } }]);
  });

  test("deletes the webhook again", async () => {
    await type("pulumi destroy");
    expect(await present(server).webhooks()).toEqual([]);
  });
});
