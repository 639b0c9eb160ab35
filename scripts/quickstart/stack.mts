/** The quick start's stack: every `pulumi` command that is run on it. */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import { ROOT } from "../lib/project.mjs";
import { PATHS, positiveInteger, recall } from "./folder.mjs";

/** What a stack is run with: its name, and the token of the instance that its program configures. */
export interface StackTarget {
  readonly stack: "local" | "remote";
  readonly token: string;
}

/** How a command ended. */
interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reads what is live with the settings of this run, not those that the last one stored. */
const REFRESH = ["--refresh", "--run-program"] as const;

/** How long a lock on the stack is waited for: longer than any operation of the quick start takes. */
const LOCK_LIMIT_MS = 120_000;
const LOCK_POLL_MS = 250;

const holder = v.object({ pid: positiveInteger, hostname: v.string() });
type Holder = v.InferOutput<typeof holder>;

/** What the engine needs in its environment to work on a stack, the token apart. */
export function stackEnvironment(stack: StackTarget["stack"]): Record<string, string> {
  return {
    PULUMI_BACKEND_URL: pathToFileURL(PATHS.state).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: PATHS.passphrase,
    PULUMI_STACK: stack,
  };
}

/** One stack of the quick start, on its own backend inside the checkout. */
export class Stack {
  private readonly env: NodeJS.ProcessEnv;

  constructor({ stack, token }: StackTarget) {
    const { PULUMI_CONFIG_PASSPHRASE: _, PULUMI_ACCESS_TOKEN: __, ...env } = process.env;
    this.env = { ...env, ...stackEnvironment(stack), CODECHAT_TOKEN: token };
  }

  /**
   * Makes the stack known to the backend, where it is not yet, waits for a `pulumi` that still works on it (one that
   * survived a killed run, or a person's own), and breaks a lock whose holder is gone.
   * @returns whether the stack was there already
   */
  async prepare(): Promise<boolean> {
    const existed = existingStacks().some((stack) => stack === this.name);
    await this.quietly(["stack", "select", "--create", this.name]);
    const deadline = performance.now() + LOCK_LIMIT_MS;
    while (this.lockHolders().some(isAlive) && performance.now() < deadline) await sleep(LOCK_POLL_MS);
    const holders = this.lockHolders();
    if (holders.length > 0 && !holders.some(isAlive)) await this.quietly(["cancel", "--yes"]);
    return existed;
  }

  /**
   * `pulumi up` with this configuration, printing what it does.
   * @param refresh whether to read the live webhook first, so that changes made elsewhere are found and undone
   * @throws Error if it fails
   */
  async up(config: Readonly<Record<string, string>>, { refresh }: { refresh: boolean }): Promise<void> {
    const settings = Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
    await this.shown(["up", "--yes", "--skip-preview", ...(refresh ? REFRESH : []), ...settings]);
  }

  /** `pulumi preview` that first reads the live webhook. @throws Error if it fails */
  async previewDrift(): Promise<void> {
    await this.shown(["preview", ...REFRESH, "--diff"]);
  }

  /** `pulumi destroy`, and the stack with it. @throws Error if it fails */
  async destroy(): Promise<void> {
    await this.shown(["destroy", "--yes", "--skip-preview", "--remove"]);
  }

  /** An output of the program. @throws Error if there is none of that name */
  async output(name: string): Promise<string> {
    return (await this.quietly(["stack", "output", name])).trim();
  }

  private get name(): string {
    return this.env["PULUMI_STACK"] ?? "";
  }

  /** Who holds a lock on this stack. */
  private lockHolders(): Holder[] {
    const folder = path.join(
      PATHS.state,
      ".pulumi",
      "locks",
      "organization",
      "codechat-quickstart",
      this.name,
    );
    return listed(folder).flatMap((file) => recall(path.join(folder, file), holder) ?? []);
  }

  /** Runs a command whose output is part of the story. */
  private async shown(args: readonly string[]): Promise<void> {
    console.log(`\n$ pulumi ${args.join(" ")}`);
    const quiet = ["--suppress-progress", "--suppress-permalink=true", "--non-interactive"];
    const { status } = await this.run(
      [...args, ...quiet, "--color", process.stdout.isTTY ? "always" : "never"],
      true,
    );
    if (status !== 0)
      throw new Error(`pulumi ${args[0]} failed (exit status ${status}); its reasons are above.`);
  }

  /** Runs a command that only matters if it fails. */
  private async quietly(args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run([...args, "--non-interactive"], false);
    if (status !== 0)
      throw new Error(`pulumi ${args.join(" ")} failed (exit status ${status}):\n${stderr.trim()}`);
    return stdout;
  }

  private run(args: readonly string[], visible: boolean): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const output = visible ? "inherit" : "pipe";
      const child = spawn("pulumi", args, { cwd: ROOT, env: this.env, stdio: ["ignore", output, output] });
      let stdout = "";
      let stderr = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        stdout += chunk;
      });
      child.stderr?.on("data", (chunk: Buffer) => {
        stderr += chunk;
      });
      child.on("error", reject);
      child.on("close", (code) => resolve({ status: code ?? -1, stdout, stderr }));
    });
  }
}

/** The stacks that the backend holds. */
export function existingStacks(): StackTarget["stack"][] {
  const folder = path.join(PATHS.state, ".pulumi", "stacks", "codechat-quickstart");
  const files = listed(folder);
  return (["local", "remote"] as const).filter((stack) => files.includes(`${stack}.json`));
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Of a process on another machine nothing is known: it counts as alive. */
function isAlive({ pid, hostname }: Holder): boolean {
  if (hostname !== os.hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
