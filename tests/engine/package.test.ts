import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { failureOf } from "../support/engine/outcome";
import { type Packed, pack, startInstalledServer } from "../support/engine/packages";
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
    product = await pack(".", parcel);
    emulator = await pack("emulator", parcel);
  });
  afterAll(async () => {
    await project?.close();
    await rm(parcel, { recursive: true, force: true });
  });

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
    const server = await startInstalledServer(project.folder);
    try {
      await project.createStack(
        { "codechat:baseUrl": server.url },
        { "codechat:token": "development-token" },
      );
      await project.pulumi("up", "--yes", "--skip-preview");
      expect(await server.webhooks()).toMatchObject([
        { name: "orders", url: "https://shop.example/hook", enabled: true },
      ]);
      await project.write("index.ts", PROGRAM.replace("messagesUpsert", "messageUpsert"));
      const { output } = await failureOf(project.pulumi("preview"));
      expect(output).toContain("error TS2322");
      await project.pulumi("destroy", "--yes", "--skip-preview");
      expect(await server.webhooks()).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});

/** Where the project's packages are installed, below its folder. */
async function installedPackages({ folder }: Project): Promise<ReadonlySet<string>> {
  const { packages } = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  return new Set(
    Object.keys(packages)
      .filter((path) => path !== "")
      .map((path) => path.replace(/^node_modules\//, "")),
  );
}
