import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../../emulator/src";
import { type Outcome, observe } from "./outcome";

const ROOT = resolve(__dirname, "../../..");

/** How a project begins. */
export interface ProjectOptions {
  /** The server whose calls are counted. Default: none are. */
  readonly server?: Pick<Emulator, "log">;
  /** Files by their path: a JavaScript program, say. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether modules are found where this checkout has them. Default true. */
  readonly modules?: boolean;
  /** Options of the backend's url, such as `metadata=skip`. Default none. */
  readonly backendOptions?: string;
  /** What every process of the engine gets beside the rest, such as another backend. Default nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Pulumi project in a temporary folder, with a `file://` backend of its own. */
export class Project {
  private printed = "";

  private constructor(
    /** Everything is in here. */
    private readonly top: string,
    /** Where `Pulumi.yaml` is, or will be. */
    readonly folder: string,
    private readonly server: Pick<Emulator, "log"> | undefined,
    private readonly backendOptions = "",
    private readonly extraEnv: ProjectOptions["env"] = {},
  ) {}

  /** Makes a project of its own. A stack comes later. */
  static async open(options: ProjectOptions = {}): Promise<Project> {
    const { server, files = {}, modules = true, backendOptions, env } = options;
    const top = await makeTop();
    const project = new Project(top, join(top, "project"), server, backendOptions, env);
    await mkdir(project.folder);
    if (modules) await linkModules(project.folder);
    for (const [path, text] of Object.entries(files)) await project.write(path, text);
    return project;
  }

  /**
   * Copies an example to where it has the same surroundings as in the checkout: nothing is written there.
   *
   * @param example a folder of `examples/`.
   * @param pulumiYaml where its `Pulumi.yaml` is. Default: in its folder.
   * @param env see {@link ProjectOptions}.
   */
  static async openExample(
    example: string,
    server: Pick<Emulator, "log">,
    pulumiYaml: "example" | "root" = "example",
    env: ProjectOptions["env"] = {},
  ): Promise<Project> {
    const top = await makeTop();
    const checkout = join(top, "checkout");
    const folder = join("examples", example);
    await mkdir(checkout);
    await linkModules(checkout);
    for (const path of ["package.json", "tsconfig.json", "Pulumi.yaml", folder]) {
      await cp(join(ROOT, path), join(checkout, path), { recursive: true });
    }
    const where = pulumiYaml === "root" ? checkout : join(checkout, folder);
    return new Project(top, where, server, undefined, env);
  }

  /** The folder of the backend. */
  get backend(): string {
    return join(this.top, "backend");
  }

  /** What every process of the engine gets. */
  get env(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: `file://${this.backend}${this.backendOptions && `?${this.backendOptions}`}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // What a developer has set for a server of their own.
      CODECHAT_BASE_URL: "",
      CODECHAT_TOKEN: "",
      ...this.extraEnv,
    };
  }

  /** Writes a file of the project. */
  async write(path: string, text: string): Promise<void> {
    await writeFile(join(this.folder, path), text);
  }

  /** Creates the stack `test`, with this configuration; keys in `secrets` are encrypted. */
  async createStack(
    config: Readonly<Record<string, string>> = {},
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    await this.pulumi("stack", "init", "test");
    await this.configure(config, secrets);
  }

  /** Sets configuration; keys in `secrets` are encrypted. */
  async configure(
    config: Readonly<Record<string, string>>,
    secrets: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const args = [
      ...Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]),
      ...Object.entries(secrets).flatMap(([key, value]) => ["--secret", `${key}=${value}`]),
    ];
    if (args.length > 0) await this.pulumi("config", "set-all", ...args);
  }

  /**
   * Runs `pulumi` in the folder, as a person or a pipeline would.
   *
   * @throws CommandFailure where its exit status is not 0.
   */
  pulumi(...args: readonly string[]): Promise<Outcome> {
    return this.run("pulumi", [...args, "--non-interactive", "--color", "never"]);
  }

  /** Runs any command in the folder. */
  run(command: string, args: readonly string[]): Promise<Outcome> {
    return observe(
      this.server,
      (print) =>
        new Promise((settled, failed) => {
          const child = spawn(command, args, {
            cwd: this.folder,
            env: { ...process.env, ...this.env },
            stdio: ["ignore", "pipe", "pipe"],
          });
          for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => {
              this.notePrinted(text);
              print(text);
            });
          }
          child.on("error", failed).on("close", (status) => settled(status === 0));
        }),
    );
  }

  /** Keeps what a command printed for {@link everything}. */
  notePrinted(text: string): void {
    this.printed += text;
  }

  /** All that was ever printed, and every file of the backend and of the project, in one text. */
  async everything(): Promise<string> {
    const texts = [this.printed];
    for (const entry of await readdir(this.top, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.parentPath.includes("node_modules")) continue;
      texts.push(await readFile(join(entry.parentPath, entry.name), "utf8"));
    }
    return texts.join("\n");
  }

  /** Removes the folder, the backend and all. */
  async close(): Promise<void> {
    await rm(this.top, { recursive: true, force: true });
  }
}

async function makeTop(): Promise<string> {
  const top = await realpath(await mkdtemp(join(tmpdir(), "codechat-engine-")));
  await mkdir(join(top, "backend"));
  return top;
}

async function linkModules(folder: string): Promise<void> {
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
}
