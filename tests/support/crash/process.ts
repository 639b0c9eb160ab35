import { execFileSync, spawn } from "node:child_process";
import type { Project } from "../engine/project";

/** A command of the engine that is under way. */
export interface RunningCommand {
  /** The engine's process; it leads a process group, as a command in a terminal does. */
  readonly pid: number;
  /** Resolves when it has ended and nobody can print for it any more. */
  readonly ended: Promise<{ readonly succeeded: boolean; readonly output: string }>;
  /** Whether it has not ended yet. */
  isRunning(): boolean;
}

/** Starts `pulumi` in a project's folder. */
export function startPulumi(
  project: Project,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
    cwd: project.folder,
    env: { ...process.env, ...project.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("pulumi could not be started");
  let running = true;
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      project.notePrinted(text);
      output += text;
    });
  }
  const ended = new Promise<{ succeeded: boolean; output: string }>((settled, failed) => {
    child.on("error", failed);
    child.on("exit", (status) => {
      running = false;
      settled({ succeeded: status === 0, output });
    });
  });
  return { pid, ended, isRunning: () => running };
}

/** Which processes of a command die. */
export type Victims = "engine and provider" | "engine" | "provider";

/** `kill -9` to the processes of a command: everything that it started, or a part of it. */
export function kill({ pid }: RunningCommand, victims: Victims): void {
  const offspring = descendants(pid);
  const doomed = {
    "engine and provider": [pid, ...offspring.map((each) => each.pid)],
    // With what runs the program for it, which nobody else would end.
    engine: [pid, ...offspring.filter((each) => !isProvider(each)).map((each) => each.pid)],
    provider: offspring.filter(isProvider).map((each) => each.pid),
  }[victims];
  for (const each of doomed) signal(each, "SIGKILL");
}

/** Whether a process of this id is there and has not ended. */
export function isAlive(pid: number): boolean {
  return processes().some((each) => each.pid === pid && !each.args.includes("<defunct>"));
}

/** The provider processes of a command. */
export function providersOf({ pid }: RunningCommand): number[] {
  return descendants(pid)
    .filter(isProvider)
    .map((each) => each.pid);
}

/** Ctrl-C, as a terminal sends it: to the whole process group in the foreground. */
export function interrupt({ pid }: RunningCommand): void {
  signal(-pid, "SIGINT");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly args: string;
}

function isProvider({ args }: Process): boolean {
  return /dynamic-provider|pulumi-resource/.test(args);
}

/** What the process started, and what that started in turn. */
function descendants(pid: number): Process[] {
  const all = processes();
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(pid);
}

function processes(): Process[] {
  const listing = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  return [...listing.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(
    ([, pid, parent, args = ""]): Process => ({ pid: Number(pid), parent: Number(parent), args }),
  );
}
