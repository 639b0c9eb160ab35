/**
 * Where things are in this checkout, and the versions that package.json pins.
 * Built-ins only, like everything that `setup.mjs` loads: it runs before anything is installed.
 */
import { readFileSync } from "node:fs";
import path from "node:path";

/** The root of the checkout, absolute. */
export const ROOT = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  "../..",
);

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {string} main
 * @property {{ oldestNode: string }} config `oldestNode`: the oldest Node.js that still works
 * @property {Record<string, string>} devDependencies
 */

/** @returns {Manifest} the checkout's package.json */
function readManifest() {
  return JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
}

/** package.json of this checkout. */
export const MANIFEST = readManifest();

/**
 * The version of the Pulumi engine that this checkout is developed against: that of the official launcher
 * (`pulumi` in devDependencies), which downloads the engine of its own version.
 * @type {string}
 */
export const ENGINE_VERSION = MANIFEST.devDependencies["pulumi"] ?? "";

/**
 * Compares two versions `major.minor.patch`; what follows the patch number (`-alpha.1`, `+dirty`) is ignored.
 * @param {string} version
 * @param {string} minimum
 * @returns {boolean} whether `version` is `minimum` or newer
 */
export function isAtLeast(version, minimum) {
  const [have, want] = [version, minimum].map((text) => text.split(/[.+-]/, 3).map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (have?.[index] ?? 0) - (want?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
