import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";

/**
 * Calls back when the engine is gone. It keeps the input of its plugins open for as long as it lives
 * and never writes to it, so that the input ends with it, even after `kill -9`.
 *
 * @param input does not keep the process from ending, where it can be told so.
 */
export function onEngineGone(input: Readable & { unref?(): unknown }, gone: () => void): void {
  input.once("end", gone);
  input.once("error", gone);
  input.resume();
  input.unref?.();
}

/**
 * Adapts the process to what the engine started it for, where it is that of `@pulumi/pulumi`'s
 * launcher of dynamic providers; in any other, such as the user's program, it changes nothing.
 *
 * It ends with its engine. The launcher by itself would go on with what it is at, while the next
 * `pulumi up` does the same a second time.
 *
 * @returns the engine's address, where it is such a process.
 */
export function adaptLauncher(): string | undefined {
  if (!/[\\/]cmd[\\/]dynamic-provider[\\/]index\.js$/.test(require.main?.filename ?? "")) return undefined;
  // Anything but a pipe is not the engine's: a terminal, or nothing at all.
  if (fstatSync(0).isFIFO()) onEngineGone(process.stdin, () => process.exit(1));
  // The engine ends its plugins so, without which nothing would run at the exit.
  process.once("SIGINT", () => process.exit(130));
  const [, , engine] = process.argv;
  return engine;
}
