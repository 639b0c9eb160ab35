import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";

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

/** Packages that the product may add to those of `@pulumi/pulumi`: a stack is deployed in containers and pipelines. */
const MOST_PACKAGES = 41;

/** What the server that runs in a process of its own has, as its control API tells. */
async function liveWebhooks(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/_control/webhooks`);
  return answer.json();
}

describe("the packages, as npm packs them", () => {
  let parcel: string;
  let project: Project;
  let product: Packed;
  let emulator: Packed;

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
    product = await pack(ROOT);
    emulator = await pack(join(ROOT, "emulator"));
  });
  afterAll(async () => {
    await project?.close();
    await rm(parcel, { recursive: true, force: true });
  });

  async function pack(folder: string): Promise<Packed> {
    // It is built already; without scripts npm prints its report alone.
    const options = ["--json", "--ignore-scripts", "--pack-destination", parcel, "--loglevel=silent"];
    const { output } = await project.run("npm", ["pack", folder, ...options]);
    const [report] = JSON.parse(output);
    return {
      tarball: join(parcel, report.filename),
      paths: report.files.map(({ path }: { path: string }) => path),
    };
  }

  async function install(...what: string[]): Promise<void> {
    const options = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await project.run("npm", ["install", ...options, ...what]);
  }

  test("hold what is run and read, and nothing else", () => {
    const { paths } = product;
    for (const path of ["LICENSE", "README.md", "README.pt-BR.md", "CHANGELOG.md", "package.json"])
      expect(paths).toContain(path);
    for (const file of ["page.css", "page.html", "page.js"])
      expect(paths).toContain(`dist/cli/drift/page/${file}`);
    const isOfPackage = /^(dist\/(provider|sdk|cli)\/.*\.(js|d\.ts|css|html)|docs\/[\w-]+\.(md|svg))$/;
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
    const files = emulator.paths.filter((path) => !/^dist\/.*\.(js|d\.ts)$/.test(path));
    expect(files.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  });

  test("install into an empty project with few packages, no web server among them", async () => {
    await install();
    const before = await installedPackages(project);
    await install(product.tarball);
    const added = [...(await installedPackages(project))].filter((name) => !before.has(name));
    expect(added).not.toContain("fastify");
    expect(added.length).toBeLessThanOrEqual(MOST_PACKAGES);
    await install("--save-dev", emulator.tarball);
  });

  test("hold no path of the machine, and bring no TypeScript", async () => {
    for (const name of ["pulumi-codechat", "codechat-emulator"]) {
      const installed = join(project.folder, "node_modules", name);
      for (const entry of await readdir(installed, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        expect(await readFile(join(entry.parentPath, entry.name), "utf8")).not.toContain(ROOT);
      }
    }
    await expect(readdir(join(project.folder, "node_modules/typescript"))).rejects.toThrow("ENOENT");
  });

  test("work there: against the local server, compiled by the TypeScript inside the SDK", async () => {
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

/** A package as `npm pack` writes it. */
interface Packed {
  readonly tarball: string;
  readonly paths: readonly string[];
}

/** Where the project's packages are installed, below its folder. */
async function installedPackages({ folder }: Project): Promise<ReadonlySet<string>> {
  const { packages } = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  return new Set(
    Object.keys(packages)
      .filter((path) => path !== "")
      .map((path) => path.replace(/^node_modules\//, "")),
  );
}

/** Starts `codechat-emulator` as installed in the project. */
async function startServerOf(project: Project): Promise<{ url: string; stop: () => Promise<void> }> {
  const command = join(project.folder, "node_modules/.bin/codechat-emulator");
  const child = spawn(command, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
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
