/** Compiles the package into `dist`, where it is not compiled already. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { run, tail } from "./command.mjs";
import { timed, upToDate } from "./progress.mjs";
import { MANIFEST, ROOT } from "./project.mjs";

const STAMP = path.join(ROOT, ".cache", "build.sha256");
const SOURCES = ["provider", "sdk", "cli", "emulator/src"];
const SETTINGS = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "emulator/tsconfig.json",
];

/** @returns {string} a digest of all that decides what `dist` holds */
function digest() {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name))),
  );
  const hash = createHash("sha256");
  for (const file of [...SETTINGS, ...files.sort()]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** @returns {boolean} whether the package's entry point is there */
function hasOutput() {
  return existsSync(path.join(ROOT, MANIFEST.main));
}

/**
 * @param {import("./progress.mjs").Log} log
 * @returns {Promise<void>}
 * @throws with the compiler's messages where the sources do not compile
 */
export async function compile(log) {
  const wanted = digest();
  const current = existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted && hasOutput();
  if (current) return upToDate(log, "build: up to date");
  const text = { what: "build: npm run build", usually: "5 to 15 s", done: "build: done" };
  await timed(log, text, async () => {
    rmSync(STAMP, { force: true });
    const { status, output } = await run("npm", ["run", "build"], { cwd: ROOT });
    if (status !== 0) throw new Error(`npm run build failed:\n${tail(output, 40)}`);
  });
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wanted);
}
