import { spawn } from "node:child_process";
import { watchProvider } from "./memory";

/** A command that ended well. */
export interface Timed {
  /** Wall time from start to end. */
  readonly seconds: number;
  /** Highest resident memory of the provider that an engine started, in bytes. */
  readonly providerBytes: number | undefined;
}

/**
 * Runs a command and takes its time.
 *
 * @param good the exit status of a command that ended well.
 * @throws Error with the last that it printed, where its exit status is another.
 */
export function time(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  good = 0,
): Promise<Timed> {
  return new Promise((done, failed) => {
    const start = performance.now();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const stop = watchProvider(child.pid ?? -1);
    let last = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        last = (last + text).slice(-4000);
      });
    }
    child.on("error", failed).on("close", (status) => {
      const seconds = (performance.now() - start) / 1000;
      const providerBytes = stop();
      if (status === good) done({ seconds, providerBytes });
      else failed(new Error(`${command} ${args.join(" ")} failed (${status}):\n${last}`));
    });
  });
}
