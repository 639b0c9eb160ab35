import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Texts by the name of their file. */
export type Files = Readonly<Record<string, string>>;

/**
 * Makes sure that files may be written into a folder, before anything else is done.
 *
 * @param force whether files that are there may be replaced.
 * @throws Error that names every file that is there and may not be replaced.
 */
export function refuseOverwriting(folder: string, names: readonly string[], force: boolean): void {
  const there = force ? [] : names.filter((name) => existsSync(join(folder, name)));
  if (there.length === 0) return;
  throw new Error(
    `${folder} already has ${there.join(", ")}; nothing was written. ` +
      "Choose another folder with --out, or replace these files with --force",
  );
}

/**
 * Writes files into a folder, which is made where it is missing.
 *
 * @param force whether files that are there may be replaced.
 * @throws Error where one is there by now, or cannot be written.
 */
export function writeFiles(folder: string, files: Files, force: boolean): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text, { flag: force ? "w" : "wx" });
  }
}
