/** Finds an engine that is already on this machine. */
import { accessSync, constants, realpathSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "../command.mjs";
import { ENGINE_VERSION, isAtLeast } from "../project.mjs";

const WINDOWS = process.platform === "win32";

/** The engine itself. */
export const CLI = WINDOWS ? "pulumi.exe" : "pulumi";
/** What runs a Node.js program for the engine. */
export const LANGUAGE_HOST = WINDOWS ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs";
/** What runs a dynamic provider for the engine. */
export const DYNAMIC_PROVIDER = WINDOWS
  ? "pulumi-resource-pulumi-nodejs.cmd"
  : "pulumi-resource-pulumi-nodejs";

/**
 * @param {string} home a folder laid out like ~/.pulumi
 * @returns {string} the folder in it where the launcher looks for the engine's programs
 */
export function binFolder(home) {
  return path.join(home, "versions", ENGINE_VERSION, "bin");
}

/**
 * Where this project keeps the engine that it downloads or builds: never the user's own ~/.pulumi.
 * `PULUMI_CODECHAT_ENGINE_HOME` overrides it.
 * @returns {string} absolute
 */
export function engineHome() {
  const chosen = process.env["PULUMI_CODECHAT_ENGINE_HOME"];
  if (chosen) return path.resolve(chosen);
  const cache = process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache");
  return path.join(cache, "pulumi-codechat", "engine");
}

/**
 * @param {string} bin
 * @returns {string | undefined} the first of the three programs that is not there
 */
function missingProgram(bin) {
  return [CLI, LANGUAGE_HOST, DYNAMIC_PROVIDER].find((name) => {
    try {
      accessSync(path.join(bin, name), constants.X_OK);
      return false;
    } catch {
      return true;
    }
  });
}

/**
 * @typedef {{ usable: true, version: string } | { usable: false, why: string }} Verdict
 * Whether a folder holds a working engine that is new enough.
 */

/**
 * Runs what is in `bin`, because a file may be there and yet be cut short or be for another processor.
 * @param {string} bin
 * @returns {Promise<Verdict>}
 */
export async function inspect(bin) {
  const missing = missingProgram(bin);
  if (missing === CLI) return { usable: false, why: `nothing in ${bin}` };
  if (missing !== undefined) return { usable: false, why: `${bin} has no ${missing}` };
  const cli = path.join(bin, CLI);
  // Every run of it writes a log into its home: not into the user's.
  const env = { ...process.env, PULUMI_HOME: engineHome(), PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { status, stdout } = await run(cli, ["version"], { env, timeoutMs: 30_000 });
  const version = /^v?(\d+\.\d+\.\d+\S*)/.exec(stdout.trim())?.[1];
  if (status !== 0 || version === undefined) return { usable: false, why: `${cli} does not run` };
  if (!isAtLeast(version, ENGINE_VERSION)) {
    return { usable: false, why: `${cli} is ${version}, older than ${ENGINE_VERSION}` };
  }
  return { usable: true, version };
}

/**
 * The folders of PATH that have a `pulumi`, links resolved. `node_modules/.bin` is left out: npm puts it on PATH,
 * and the `pulumi` there is the launcher, not an engine.
 * @returns {string[]}
 */
export function foldersOnPath() {
  const folders = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "" && !folder.includes(path.join("node_modules", ".bin")))
    .flatMap((folder) => {
      try {
        accessSync(path.join(folder, CLI), constants.X_OK);
        return [folder, path.dirname(realpathSync(path.join(folder, CLI)))];
      } catch {
        return [];
      }
    });
  return [...new Set(folders)];
}
