/** Everything that a fresh clone needs before it can do anything; each step is skipped where it is done already. */
import { compile } from "./compile.mjs";
import { getEngine } from "./engine.mjs";
import { installPackages } from "./packages.mjs";
import { logToStderr, upToDate } from "./progress.mjs";
import { isAtLeast, MANIFEST } from "./project.mjs";

/** @param {import("./progress.mjs").Log} log */
function checkNode(log) {
  // Older than what `engines` supports: development and tests go on with what works.
  const minimum = MANIFEST.config.oldestNode;
  const have = process.versions.node;
  if (!isAtLeast(have, minimum)) {
    throw new Error(
      `Node.js ${minimum} or newer is needed; this is ${have}. Get one from https://nodejs.org/`,
    );
  }
  upToDate(log, `Node.js ${have}`);
}

/**
 * Prepares the checkout without an engine: Node.js version, packages, build.
 * @param {import("./progress.mjs").Log} [log] default stderr
 * @returns {Promise<void>}
 * @throws with what to do about it, where a step fails
 */
export async function setUpWithoutEngine(log = logToStderr) {
  log("Setting up");
  checkNode(log);
  await installPackages(log);
  await compile(log);
}

/**
 * Prepares the checkout, the engine included.
 * @param {import("./progress.mjs").Log} [log] default stderr
 * @returns {Promise<import("./engine.mjs").Engine>}
 * @throws {import("./engine.mjs").EngineUnavailableError} where no engine can be had
 * @throws with what to do about it, where another step fails
 */
export async function setUp(log = logToStderr) {
  await setUpWithoutEngine(log);
  return getEngine(log);
}
