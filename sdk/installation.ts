import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

const PROVIDER = "pulumi-codechat/provider";

// The engine starts the launcher of dynamic providers in the folder in which it starts the program.
const folder = process.cwd();
let isFound: boolean | undefined;

/**
 * Refuses to declare what the engine could not load the provider of: it is looked for from the folder of the
 * stack's program, also where the program has this package from a library of its own.
 *
 * @throws RunError that says what to install where.
 */
export function refuseMissingProvider(): void {
  isFound ??= !isProgramOfEngine(require.main?.filename) || isFoundFrom(PROVIDER, folder);
  if (isFound) return;
  throw new pulumi.RunError(
    `the engine loads "${PROVIDER}" from ${folder}, where it is not installed, though a library of the program ` +
      "has it. Install pulumi-codechat there, too, in the same version: `npm install pulumi-codechat`, " +
      "`pnpm add pulumi-codechat` or `yarn add pulumi-codechat`. See docs/package-managers.md of pulumi-codechat.",
  );
}

/**
 * Whether the main module of the process is what the engine runs programs with. Elsewhere, such as with an inline
 * program of the Automation API, nothing tells where the engine starts the launcher.
 */
export function isProgramOfEngine(mainModule: string | undefined): boolean {
  return /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]index\.js$/.test(mainModule ?? "");
}

/** Whether the launcher, started in a folder, finds a module. */
export function isFoundFrom(module: string, folder: string): boolean {
  try {
    createRequire(join(folder, "launcher.js")).resolve(module);
    return true;
  } catch {
    return false;
  }
}
