import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const COMMAND = resolve(__dirname, "../../../emulator/dist/cli/main.js");
/** Milliseconds after which a process is ended that a failed test has left behind. */
const LIMIT = 120_000;

/** A running `codechat-emulator`. */
export interface Run {
  readonly child: ChildProcess;
  readonly lines: string[];
  /** Resolves with the first line of output that matches. */
  line(pattern: RegExp): Promise<string>;
  readonly exit: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Starts `codechat-emulator` as a process. */
export function emulator(...args: string[]): Run {
  const child = spawn(process.execPath, [COMMAND, ...args], { timeout: LIMIT });
  const lines: string[] = [];
  let waiting: (() => void)[] = [];
  const wakeAll = () => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) {
      wake();
    }
  };
  const output = createInterface(child.stdout).on("line", (line) => {
    lines.push(line);
    wakeAll();
  });
  output.once("close", wakeAll);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const exit = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, stderr })),
  );
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find((text) => pattern.test(text));
      if (found !== undefined) {
        return found;
      }
      if (child.exitCode !== null) {
        throw new Error(`no line ${pattern} in: ${lines.join("\n")}\n${stderr}`);
      }
      await new Promise<void>((wake) => waiting.push(wake));
    }
  };
  return { child, lines, line, exit };
}
