import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { LocalWorkspace, type ProjectSettings, type Stack } from "@pulumi/pulumi/automation";
import { tenantProgram } from "./program";
import type { Tenant } from "./tenants";

/**
 * Opens the stack of a tenant with today's configuration, and closes it again.
 *
 * @param open whether the stack is new or there already.
 * @param declared undefined for a tenant that is no longer declared: its program declares nothing, and
 *   its configuration is that of the last update.
 * @throws StackAlreadyExistsError or StackNotFoundError where it is not as `open` says; CommandError where the engine fails
 */
export function withStack<T>(
  name: string,
  declared: Tenant | undefined,
  open: "create" | "select",
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  return inWorkFolder(async (workDir) => {
    const program = declared ? tenantProgram(declared) : async () => {};
    const projectSettings = await readProject();
    const args = { stackName: name, projectName: projectSettings.name, program };
    const options = { workDir, projectSettings };
    const stack = await (open === "create"
      ? LocalWorkspace.createStack(args, options)
      : LocalWorkspace.selectStack(args, options));
    if (declared) await setSecret(workDir, name, "codechat:tokens", JSON.stringify(declared.tokens));
    return work(stack);
  });
}

/** A stack that the backend knows. */
export interface KnownStack {
  readonly lastUpdate: string | undefined;
}

/** The stacks in the backend, by tenant. */
export function knownStacks(): Promise<ReadonlyMap<string, KnownStack>> {
  return inWorkFolder(async (workDir) => {
    const workspace = await LocalWorkspace.create({ workDir, projectSettings: await readProject() });
    const stacks = await workspace.listStacks();
    return new Map(stacks.map(({ name, lastUpdate }) => [name, { lastUpdate }]));
  });
}

/**
 * The project of all tenants' stacks, as Pulumi.yaml says. The engine starts the provider in `main`, and finds it and
 * `pulumi-codechat/provider` from there; without `main` that is wherever this process was started.
 */
async function readProject(): Promise<ProjectSettings> {
  const workspace = await LocalWorkspace.create({ workDir: __dirname });
  return { ...(await workspace.projectSettings()), main: __dirname };
}

/**
 * Sets secret configuration. Not with `stack.setConfig`: that puts the value on a command line, where every
 * process of the machine can read it, and into the error where it fails.
 *
 * @throws Error with what the engine said
 */
async function setSecret(workDir: string, stack: string, key: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", key, "--stack", stack, "--non-interactive"];
  const engine = spawn("pulumi", args, { cwd: workDir, stdio: ["pipe", "ignore", "pipe"] });
  engine.stdin.on("error", () => {}).end(value);
  const [said, [status]] = await Promise.all([text(engine.stderr), once(engine, "close")]);
  if (status !== 0) throw new Error(said.trim());
}

/**
 * The Automation API writes settings into a folder of its own for each piece of work. Nothing in it is
 * needed later: state is in the backend, and configuration is set anew each time.
 */
async function inWorkFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "codechat-tenant-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
