/** Finds the programs of a PostgreSQL server; installs Debian's package where there are none. */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { installDebianPackage } from "./apt.mjs";
import { withLock } from "./lock.mjs";
import { upToDate } from "./progress.mjs";

/** What a test starts: a cluster of its own, and questions to it. */
const PROGRAMS = ["initdb", "postgres", "psql"];
/** Where Debian keeps them, a folder a version; none of it is on PATH. */
const DEBIAN = "/usr/lib/postgresql";
/** Debian's package makes a cluster of the system and starts it, unless a file in here says otherwise. */
const CLUSTER_SETTINGS = "/etc/postgresql-common/createcluster.d";

/** @returns {string[]} the folders that may hold the programs, best first */
function candidates() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const onPath = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return [...newestFirst.map((version) => path.join(DEBIAN, version, "bin")), ...onPath];
}

/** @returns {string | undefined} a folder that has all of them */
function find() {
  return candidates().find((folder) =>
    PROGRAMS.every((program) => {
      try {
        accessSync(path.join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }),
  );
}

/**
 * Installs the package, with no cluster of the system: there is nothing that could be started.
 * @param {import("./progress.mjs").Log} log
 */
async function install(log) {
  const settings = path.join(CLUSTER_SETTINGS, "codechat-no-main-cluster.conf");
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    mkdirSync(CLUSTER_SETTINGS, { recursive: true });
    writeFileSync(settings, "create_main_cluster = false\n");
  }
  try {
    await installDebianPackage("postgresql", log);
  } finally {
    if (isRoot) rmSync(settings, { force: true });
  }
}

/**
 * Gets the programs. Two processes may call it at once: one installs, the other waits.
 * @param {import("./progress.mjs").Log} log
 * @returns {Promise<string>} the folder that has `initdb`, `postgres` and `psql`, absolute
 * @throws with what to do, where there are none and they could not be installed
 */
export async function getPostgres(log) {
  const found = find();
  if (found !== undefined) {
    upToDate(log, `PostgreSQL (${found})`);
    return found;
  }
  const lock = path.join(os.tmpdir(), "pulumi-codechat-postgres.lock");
  const onWait = () => log("  … PostgreSQL: another process is installing it, waiting for that");
  return withLock(lock, onWait, async () => {
    if (find() === undefined) await install(log);
    const installed = find();
    if (installed === undefined)
      throw new Error(`${DEBIAN} has no ${PROGRAMS.join(", ")} after the installation`);
    return installed;
  });
}
