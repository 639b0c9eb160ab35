/**
 * Gets a Pulumi engine: one on PATH, else one that is cached, else the official download, else a build from Go
 * modules. `setup.mjs`, the quick start and the engine tests all get theirs here.
 */
import os from "node:os";
import path from "node:path";
import { build } from "./engine/build.mjs";
import { download } from "./engine/download.mjs";
import { binFolder, CLI, engineHome, foldersOnPath, inspect } from "./engine/locate.mjs";
import { obtain } from "./engine/obtain.mjs";
import { withLock } from "./lock.mjs";
import { logToStderr, upToDate } from "./progress.mjs";
import { ENGINE_VERSION } from "./project.mjs";

/**
 * @typedef {object} Engine
 * @property {string} version of the engine, such as `3.255.0`
 * @property {string} bin the folder of its programs, absolute
 * @property {string} command its `pulumi`, absolute
 * @property {{ PULUMI_HOME: string, PATH: string } & Record<string, string>} env what to add to the environment of
 *   whatever runs it: `PATH` begins with `bin`, `PULUMI_HOME` is this project's own, updates and plugin downloads off
 */

/** No engine is here and none could be had. The message says what was tried and how to get one. */
export class EngineUnavailableError extends Error {
  /** @param {readonly string[]} attempts what was tried and why it did not work, one line each */
  constructor(attempts) {
    super(
      [
        `No Pulumi engine ${ENGINE_VERSION} or newer could be had. Tried:`,
        ...attempts.map((attempt) => `  - ${attempt}`),
        "Any one of these gives you one:",
        "  - the internet: run this again where https://get.pulumi.com can be reached",
        `  - install the Pulumi CLI ${ENGINE_VERSION} or newer: https://www.pulumi.com/docs/install/`,
        "  - install Go (https://go.dev/dl/) where a Go module proxy can be reached, and run this again",
        `  - set PULUMI_CODECHAT_ENGINE_HOME to a folder that has versions/${ENGINE_VERSION}/bin/${CLI}`,
        "Types, lint and unit tests need no engine: npm run check, npm run test:unit",
      ].join("\n"),
    );
    this.name = "EngineUnavailableError";
  }
}

/**
 * @param {string} bin
 * @param {string} version
 * @returns {Engine}
 */
function engineIn(bin, version) {
  return {
    version,
    bin,
    command: path.join(bin, CLI),
    env: {
      PULUMI_HOME: engineHome(),
      PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  };
}

/**
 * The folders that may hold an engine, best first. The user's own Pulumi home is read, never written to.
 * @returns {{ bin: string, origin: string }[]}
 */
function candidates() {
  const userHome = process.env["PULUMI_HOME"] || path.join(os.homedir(), ".pulumi");
  return [
    ...foldersOnPath().map((bin) => ({ bin, origin: "on PATH" })),
    { bin: binFolder(engineHome()), origin: "cached" },
    { bin: binFolder(userHome), origin: "downloaded earlier" },
  ];
}

/**
 * Gets an engine, whatever it takes. Two processes may call it at once: one does the work, the other waits.
 * @param {import("./progress.mjs").Log} [log] where progress goes; default stderr
 * @returns {Promise<Engine>}
 * @throws {EngineUnavailableError} where none could be had
 */
export async function getEngine(log = logToStderr) {
  /** @type {string[]} */
  const attempts = [];
  for (const { bin, origin } of candidates()) {
    const verdict = await inspect(bin);
    if (verdict.usable) {
      upToDate(log, `engine: Pulumi ${verdict.version}, ${origin} (${bin})`);
      return engineIn(bin, verdict.version);
    }
    attempts.push(`${origin}: ${verdict.why}`);
  }
  if (!attempts.some((attempt) => attempt.startsWith("on PATH"))) attempts.unshift("on PATH: no pulumi");

  const home = engineHome();
  const onWait = () => log("  … engine: another set-up is getting it, waiting for that");
  return withLock(path.join(home, `${ENGINE_VERSION}.lock`), onWait, async () => {
    const bin = binFolder(home);
    // Whoever held the lock before may have finished it.
    const already = await inspect(bin);
    if (already.usable) return engineIn(bin, already.version);
    for (const [means, make] of /** @type {const} */ ([
      ["download", download],
      ["build from Go modules", build],
    ])) {
      const failure = await obtain(home, (scratch) => make(scratch, log));
      if (failure === undefined) return engineIn(bin, ENGINE_VERSION);
      log(`  ✗ engine: no ${means}: ${failure.split("\n", 1)[0]}`);
      attempts.push(`${means}: ${failure}`);
    }
    throw new EngineUnavailableError(attempts);
  });
}
