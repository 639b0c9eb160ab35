/** Installs the packages of package-lock.json, where they are not installed already. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { run, tail } from "./command.mjs";
import { timed, upToDate } from "./progress.mjs";
import { ROOT } from "./project.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * @param {string} file relative to the checkout
 * @returns {LockedPackages}
 */
function lockedPackages(file) {
  return JSON.parse(readFileSync(path.join(ROOT, file), "utf8")).packages;
}

/**
 * npm writes down what it installed in `node_modules/.package-lock.json`, last of all. Comparing contents, not
 * times, also finds an install that was cut short and one of another branch.
 * @returns {boolean} whether everything in package-lock.json is installed in that version
 */
function isInstalled() {
  const record = path.join("node_modules", ".package-lock.json");
  if (!existsSync(path.join(ROOT, record))) return false;
  const installed = lockedPackages(record);
  return Object.entries(lockedPackages("package-lock.json")).every(([location, wanted]) => {
    if (location === "") return true;
    const present = installed[location];
    // Optional packages are for other platforms.
    if (present === undefined) return wanted.optional === true;
    return present.version === wanted.version && present.integrity === wanted.integrity;
  });
}

/**
 * npm says why first, and follows it up with warnings and usage.
 * @param {string} output
 * @returns {string} the part that says why
 */
function reasons(output) {
  const errors = output.split("\n").filter((line) => line.startsWith("npm error"));
  return errors.length > 0 ? errors.slice(0, 10).join("\n") : output;
}

/**
 * @param {import("./progress.mjs").Log} log
 * @returns {Promise<void>}
 * @throws with npm's own reasons where the install fails
 */
export async function installPackages(log) {
  if (isInstalled()) return upToDate(log, "packages: installed");
  const text = { what: "packages: npm ci", usually: "10 s to 1 min", done: "packages: installed" };
  await timed(log, text, async () => {
    // NODE_ENV=production would leave the development packages out.
    const { status, output } = await run("npm", ["ci", "--include=dev", "--loglevel=error"], { cwd: ROOT });
    if (status !== 0) throw new Error(`npm ci failed:\n${tail(reasons(output))}`);
  });
}
