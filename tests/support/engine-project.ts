import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Emulator } from "../../sdk/emulator";
import { type Outcome, observe } from "./engine-outcome";

const ROOT = resolve(__dirname, "../..");

/** How a project begins. */
export interface ProjectOptions {
  /** The server whose calls are counted. */
  readonly server: Emulator;
  /** Files by their path: a JavaScript program, say. */
  readonly files?: Readonly<Record<string, string>>;
  /** A folder of the checkout to copy. */
  readonly copyOf?: string;
  /** Where modules are looked for. Default: those of this checkout. */
  readonly modules?: "checkout" | "none";
}

/** A Pulumi project in a temporary folder, with a `file://` backend of its own. */
export class Project {
  private printed = "";

  private constructor(
    /** Everything is in here. */
    private readonly top: string,
    readonly folder: string,
    private readonly server: Emulator,
  ) {}

  /** Makes the folder. A stack comes later. */
  static async open({ server, files = {}, copyOf, modules = "checkout" }: ProjectOptions): Promise<Project> {
    const top = await realpath(await mkdtemp(join(tmpdir(), "codechat-engine-")));
    const project = new Project(top, join(top, "project"), server);
    await mkdir(join(top, "backend"));
    await mkdir(project.folder);
    if (copyOf !== undefined) await cp(join(ROOT, copyOf), project.folder, { recursive: true });
    if (modules === "checkout")
      await symlink(join(ROOT, "node_modules"), join(project.folder, "node_modules"));
    for (const [path, text] of Object.entries(files)) await project.write(path, text);
    return project;
  }

  /** What every process of the engine gets. */
  get env(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: `file://${join(this.top, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      NO_COLOR: "1",
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
