/** Installs Debian packages that a test needs, where this user may. */
import { run, tail } from "./command.mjs";
import { timed } from "./progress.mjs";

/** Nobody is there to answer a question, and another apt may be at work. */
const APT = ["-y", "-o", "DPkg::Lock::Timeout=300"];
const ENV = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
const LIMIT_MS = 280_000;

/**
 * Installs a Debian package and what it depends on.
 * @param {string} name of the package
 * @param {import("./progress.mjs").Log} log
 * @returns {Promise<void>}
 * @throws with what to do, where the user is not root, there is no apt, or apt fails
 */
export async function installDebianPackage(name, log) {
  const byHand = `Install it by hand: as root, apt-get install ${name}`;
  if (process.getuid?.() !== 0) throw new Error(`${name} is not installed, and only root may. ${byHand}`);
  if ((await run("apt-get", ["--version"])).status !== 0) {
    throw new Error(`${name} is not installed, and there is no apt-get. Install it and put it on PATH.`);
  }
  const text = {
    what: `apt-get install ${name}`,
    usually: "20 s to 2 min (once)",
    done: `${name}: installed`,
  };
  await timed(log, text, async () => {
    for (const args of [
      ["update", ...APT],
      ["install", ...APT, "--no-install-recommends", name],
    ]) {
      const { status, output, timedOut } = await run("apt-get", args, { env: ENV, timeoutMs: LIMIT_MS });
      if (timedOut)
        throw new Error(`apt-get ${args[0]} was not finished after ${LIMIT_MS / 1000} s. ${byHand}`);
      if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${tail(output)}\n${byHand}`);
    }
  });
}
