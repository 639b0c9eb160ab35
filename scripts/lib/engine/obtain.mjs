/** Puts a finished engine where the launcher looks for it: whole, or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { binFolder, inspect } from "./locate.mjs";

const UNFINISHED = "unfinished-";

/**
 * Makes an engine in a scratch home beside the final place, and moves it there once it works. Whatever is cut short
 * leaves only a scratch folder, which the next call removes. Call it under the home's lock.
 * @param {string} home
 * @param {(scratchHome: string) => Promise<string | undefined>} make fills `<scratchHome>/versions/<version>/bin`;
 *   returns why it could not
 * @returns {Promise<string | undefined>} why there is no engine now; undefined where there is one
 */
export async function obtain(home, make) {
  mkdirSync(home, { recursive: true });
  for (const name of readdirSync(home)) {
    if (name.startsWith(UNFINISHED)) rmSync(path.join(home, name), { recursive: true, force: true });
  }
  const scratchHome = mkdtempSync(path.join(home, UNFINISHED));
  try {
    const failure = await make(scratchHome);
    if (failure !== undefined) return failure;
    const verdict = await inspect(binFolder(scratchHome));
    if (!verdict.usable) return `what came out does not work: ${verdict.why}`;
    const [from, to] = [scratchHome, home].map((folder) => path.dirname(binFolder(folder)));
    if (from === undefined || to === undefined) return undefined;
    // Only a broken engine can stand there: a working one would have been used.
    if (existsSync(to)) rmSync(to, { recursive: true, force: true });
    mkdirSync(path.dirname(to), { recursive: true });
    renameSync(from, to);
    return undefined;
  } finally {
    rmSync(scratchHome, { recursive: true, force: true });
  }
}
