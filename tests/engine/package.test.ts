import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { failureOf } from "../support/engine-outcome";
import { Project } from "../support/engine-project";

const ROOT = resolve(__dirname, "../..");
const PROGRAM = `
import { Webhook } from "pulumi-codechat";

const EVENTS = ["messagesUpsert"] as const;

new Webhook("orders", {
  instanceId: "shop-01",
  name: "orders",
  url: "https://shop.example/hook",
  events: EVENTS,
});
`;

/** What the server that runs in a process of its own has, as its control API tells. */
async function liveWebhooks(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/_control/webhooks`);
  return answer.json();
}

describe("the package, as npm packs it", () => {
  let parcel: string;
  let project: Project;
  let tarball: string;
  let paths: string[];

  beforeAll(async () => {
    parcel = await mkdtemp(join(tmpdir(), "codechat-parcel-"));
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const manifest = {
      name: "shop",
      private: true,
      dependencies: { "@pulumi/pulumi": devDependencies["@pulumi/pulumi"] },
    };
    const files = {
      "package.json": JSON.stringify(manifest),
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      "index.ts": PROGRAM,
    };
    project = await Project.open({ modules: false, files });
    // It is built already; without scripts npm prints its report alone.
    const pack = ["pack", ROOT, "--json", "--ignore-scripts", "--pack-destination", parcel];
    const { output } = await project.run("npm", [...pack, "--loglevel=silent"]);
    const [report] = JSON.parse(output);
    tarball = join(parcel, report.filename);
    paths = report.files.map(({ path }: { path: string }) => path);
  });
  afterAll(async () => {
    await project?.close();
    await rm(parcel, { recursive: true, force: true });
  });

  test("holds what is run and read, and nothing else", () => {
    for (const path of ["LICENSE", "README.md", "README.pt-BR.md", "CHANGELOG.md", "package.json"])
      expect(paths).toContain(path);
    for (const file of ["page.css", "page.html", "page.js"])
      expect(paths).toContain(`dist/sdk/cli/drift/page/${file}`);
    const isOfPackage = /^(dist\/(provider|sdk)\/.*\.(js|d\.ts|css|html)|docs\/[\w-]+\.(md|svg))$/;
    const others = paths.filter((path) => !isOfPackage.test(path));
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "README.pt-BR.md",
      "SECURITY.md",
      "package.json",
    ]);
    // Evidence stays in the repository.
    expect(paths.filter((path) => /bench|fault-matrix/.test(path))).toEqual([]);
  });

  test("installs into an empty project, and holds no path of the machine", async () => {
    await project.run("npm", [
      "install",
      "--prefer-offline",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      tarball,
    ]);
    const installed = join(project.folder, "node_modules/pulumi-codechat");
    for (const entry of await readdir(installed, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect(await readFile(join(entry.parentPath, entry.name), "utf8")).not.toContain(ROOT);
    }
    await expect(readdir(join(project.folder, "node_modules/typescript"))).rejects.toThrow("ENOENT");
  });

  test("works there: against its own server, compiled by the TypeScript inside the SDK", async () => {
    const server = await startServerOf(project);
    try {
      await project.createStack(
        { "codechat:baseUrl": server.url },
        { "codechat:token": "development-token" },
      );
      await project.pulumi("up", "--yes", "--skip-preview");
      expect(await liveWebhooks(server.url)).toMatchObject([
        { name: "orders", url: "https://shop.example/hook", enabled: true },
      ]);
      await project.write("index.ts", PROGRAM.replace("messagesUpsert", "messageUpsert"));
      const { output } = await failureOf(project.pulumi("preview"));
      expect(output).toContain("error TS2322");
      await project.pulumi("destroy", "--yes", "--skip-preview");
      expect(await liveWebhooks(server.url)).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

/** Starts `pulumi-codechat emulator` as installed in the project. */
async function startServerOf(project: Project): Promise<{ url: string; stop: () => Promise<void> }> {
  const command = join(project.folder, "node_modules/.bin/pulumi-codechat");
  const child = spawn(command, ["emulator", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await listeningUrl(child);
  return {
    url,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

async function listeningUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("the server's output is not piped");
  for await (const line of createInterface({ input: stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      stdout.resume();
      return url;
    }
  }
  throw new Error("the server ended before it listened");
}
