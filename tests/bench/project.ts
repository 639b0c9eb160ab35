import { cp, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { ResourceInState } from "../support/shared-state/state-bytes";
import { type Timed, time } from "./command";
import type { Step, Variant } from "./variants";

const ROOT = resolve(__dirname, "../..");
const QUIETLY = ["--yes", "--skip-preview", "--non-interactive", "--color", "never"];
const COMMANDS: Readonly<Record<Step, readonly string[]>> = {
  create: ["up", ...QUIETLY],
  unchanged: ["up", ...QUIETLY],
  update: ["up", ...QUIETLY],
  refresh: ["refresh", ...QUIETLY],
  destroy: ["destroy", ...QUIETLY],
};

/** The webhooks of one variant: a project with a stack and a backend of its own, or the plain script. */
export class BenchProject {
  /** The event flag that the step `update` changes. */
  private flag = true;

  private constructor(
    private readonly variant: Variant,
    private readonly size: number,
    private readonly baseUrl: string,
    private readonly folder: string,
  ) {}

  /** Makes the project, and its stack where the engine takes part. */
  static async open(variant: Variant, size: number, baseUrl: string): Promise<BenchProject> {
    const folder = await mkdtemp(join(tmpdir(), "codechat-bench-"));
    const project = new BenchProject(variant, size, baseUrl, folder);
    if (variant.program !== undefined) await project.createStack(variant.program);
    return project;
  }

  /** Runs a step and takes its time. @throws Error where it fails */
  async run(step: Step): Promise<Timed> {
    if (step === "update") this.flag = false;
    if (this.variant.program !== undefined) return time("pulumi", COMMANDS[step], this.options());
    const script = join(__dirname, "script.mjs");
    return time(process.execPath, [script, step, "ids.json"], this.options());
  }

  /** The stack's webhooks or fleet, and the size of the whole state file in bytes. */
  async state(): Promise<{ resources: ResourceInState[]; fileBytes: number } | undefined> {
    if (this.variant.program === undefined) return undefined;
    const file = join(this.folder, "backend/.pulumi/stacks/bench/bench.json");
    const { checkpoint } = JSON.parse(await readFile(file, "utf8"));
    const resources: ResourceInState[] = checkpoint.latest.resources;
    return {
      resources: resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic")),
      fileBytes: (await stat(file)).size,
    };
  }

  /** Removes the folder. */
  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async createStack(program: string): Promise<void> {
    const modules = join(this.folder, "node_modules");
    await mkdir(modules);
    await mkdir(join(this.folder, "backend"));
    for (const name of ["@pulumi", "axios", "pulumi-codechat"]) {
      await symlink(join(ROOT, "node_modules", name), join(modules, name));
    }
    const programs = join(this.folder, "programs");
    await cp(join(__dirname, "programs"), programs, { recursive: true });
    await symlink(programs, join(modules, "bench-providers"));
    await this.write("package.json", JSON.stringify({ name: "bench", main: `programs/${program}` }));
    // A JavaScript program needs no compiler, which would take a second of every command.
    const yaml = "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n";
    await this.write("Pulumi.yaml", yaml);
    await time("pulumi", ["stack", "init", "bench", "--non-interactive"], this.options());
  }

  private async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  private options(): { cwd: string; env: NodeJS.ProcessEnv } {
    const { PULUMI_SKIP_CHECKPOINTS: _, ...env } = process.env;
    const settings = { count: this.variant.count ?? this.size, prefix: this.variant.prefix, flag: this.flag };
    return {
      cwd: this.folder,
      env: {
        ...env,
        PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "bench",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        CODECHAT_BASE_URL: this.baseUrl,
        CODECHAT_TOKEN: "token",
        BENCH_SETTINGS: JSON.stringify(settings),
        ...this.variant.env,
      },
    };
  }
}
