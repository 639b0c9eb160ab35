import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useServer } from "../support/engine/server";
import { INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

const ROOT = resolve(__dirname, "../..");
const PNPM = ["--yes", "pnpm@9.8.0"];

const LIBRARY = `
const { Webhook } = require("pulumi-codechat");
exports.OrdersWebhook = class extends Webhook {
  constructor(name, url, opts) {
    super(name, { instanceId: "${INSTANCE}", name, url, events: ["messagesUpsert"] }, opts);
  }
};
`;
const PROGRAM = `
const { OrdersWebhook } = require("shop-library");
new OrdersWebhook("orders", "https://shop.example/hook");
`;

describe("a library that wraps Webhook, installed by pnpm", () => {
  const scene = useServer();
  let parcels: string;
  let tarball: string;
  let project: Project;

  beforeAll(async () => {
    parcels = await mkdtemp(join(tmpdir(), "codechat-parcels-"));
    const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const sdk = { "@pulumi/pulumi": devDependencies["@pulumi/pulumi"] };
    project = await Project.open({
      modules: false,
      files: {
        "Pulumi.yaml": "name: shop\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
        "index.js": PROGRAM,
      },
    });
    const pack = async (folder: string) => {
      const options = ["--json", "--ignore-scripts", "--pack-destination", parcels, "--loglevel=silent"];
      const { output } = await project.run("npm", ["pack", folder, ...options]);
      return join(parcels, JSON.parse(output)[0].filename);
    };
    tarball = await pack(ROOT);
    const library = join(parcels, "library");
    await mkdir(library);
    await writeFile(join(library, "index.js"), LIBRARY);
    const dependencies = { "pulumi-codechat": `file:${tarball}` };
    const manifest = { name: "shop-library", version: "1.0.0", peerDependencies: sdk, dependencies };
    await writeFile(join(library, "package.json"), JSON.stringify(manifest));
    const stack = {
      name: "shop",
      private: true,
      dependencies: { ...sdk, "shop-library": `file:${await pack(library)}` },
    };
    await project.write("package.json", JSON.stringify(stack));
    await project.run("npx", [...PNPM, "install", "--prefer-offline"]);
    await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
  });
  afterAll(async () => {
    await project?.close();
    await rm(parcels, { recursive: true, force: true });
  });

  test("is refused where the stack does not have pulumi-codechat itself, with what to install where", async () => {
    const { output } = await failureOf(project.pulumi("preview"));
    expect(output).toContain(
      `the engine loads "pulumi-codechat/provider" from ${project.folder}, where it is not`,
    );
    expect(output).toContain("`pnpm add pulumi-codechat`");
    expect(output).not.toContain("Cannot find module");
  });

  test("works where it has", async () => {
    await project.run("npx", [...PNPM, "add", "--prefer-offline", `file:${tarball}`]);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(onlyWebhook(scene.server)).toMatchObject({ name: "orders", url: "https://shop.example/hook" });
    await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(scene.server.webhooks()).toEqual([]);
  });
});
