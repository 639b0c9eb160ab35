import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { WebhookArgs, WebhookFleetArgs } from "../../../sdk";
import type { Outcome } from "./outcome";
import { Project, type ProjectOptions } from "./project";
import type { ResourceInState } from "./stack";

/** What a program declares, by the resources' names. */
export interface Declarations {
  readonly webhooks?: Readonly<Record<string, WebhookArgs>>;
  readonly fleets?: Readonly<Record<string, WebhookFleetArgs>>;
}

/**
 * A stack whose program runs in a process of its own, as a person's does, and declares what a file
 * says: it needs no compiler, and survives the failure of its resources.
 */
export class DeclaredStack {
  private constructor(
    readonly project: Project,
    /** Not in the project's folder: what is declared is plain there, secret or not. */
    private readonly aside: string,
  ) {}

  /**
   * Creates the stack `test` in a project of its own; keys in `secrets` are encrypted.
   *
   * @param options see {@link ProjectOptions}.
   */
  static async create(
    config: Readonly<Record<string, string>>,
    secrets: Readonly<Record<string, string>>,
    options: Pick<ProjectOptions, "backendOptions"> = {},
  ): Promise<DeclaredStack> {
    const aside = await mkdtemp(join(tmpdir(), "codechat-declared-"));
    const files = {
      "package.json": '{ "name": "codechat-test", "private": true }',
      "Pulumi.yaml": "name: codechat-test\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
      "index.js": `
const { Webhook, WebhookFleet } = require("pulumi-codechat");
const { webhooks = {}, fleets = {} } = require(${JSON.stringify(join(aside, "declared.json"))});
for (const [name, args] of Object.entries(webhooks)) new Webhook(name, args);
for (const [name, args] of Object.entries(fleets)) new WebhookFleet(name, args);
`,
    };
    const stack = new DeclaredStack(await Project.open({ ...options, files }), aside);
    await stack.project.createStack(config, secrets);
    return stack;
  }

  /** What the program declares from now on. */
  async declare(declarations: Declarations): Promise<void> {
    await writeFile(join(this.aside, "declared.json"), JSON.stringify(declarations));
  }

  /** `pulumi up` without a preview before it. @throws CommandFailure where it fails */
  up(...args: readonly string[]): Promise<Outcome> {
    return this.project.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  /** `pulumi refresh` without a preview before it. @throws CommandFailure where it fails */
  refresh(...args: readonly string[]): Promise<Outcome> {
    return this.project.pulumi("refresh", "--yes", "--skip-preview", ...args);
  }

  /** `pulumi destroy` without a preview before it. @throws CommandFailure where it fails */
  destroy(...args: readonly string[]): Promise<Outcome> {
    return this.project.pulumi("destroy", "--yes", "--skip-preview", ...args);
  }

  /** The webhooks and fleets in state, with secrets in plain text, which nobody prints. */
  async resources(): Promise<ResourceInState[]> {
    const { folder, env } = this.project;
    const { stdout } = await promisify(execFile)("pulumi", ["stack", "export", "--show-secrets"], {
      cwd: folder,
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    const resources: ResourceInState[] = JSON.parse(stdout).deployment.resources ?? [];
    return resources.filter(({ type }) => type.includes("codechat:"));
  }

  /** Removes the project's folder. */
  async close(): Promise<void> {
    await this.project.close();
    await rm(this.aside, { recursive: true, force: true });
  }
}
