/** `npm run build`: compiles the packages into their `dist`, and copies what is no TypeScript beside it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT } from "./lib/project.mjs";

const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");

/**
 * @param {string} settings
 * @param {string} output folder
 */
function compile(settings, output) {
  // The compiler leaves the output of deleted sources behind, and npm pack would ship it.
  rmSync(path.join(ROOT, output), { recursive: true, force: true });
  const args = [compiler, "-p", path.join(ROOT, settings)];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

compile("tsconfig.build.json", "dist");
// After the package whose event catalogue it uses.
compile("emulator/tsconfig.json", "emulator/dist");

// The page of `pulumi-codechat drift --html`.
const PAGE = path.join("cli", "drift", "page");
const target = path.join(ROOT, "dist", PAGE);
mkdirSync(target, { recursive: true });
for (const file of ["page.html", "page.css", "page.js"]) {
  cpSync(path.join(ROOT, PAGE, file), path.join(target, file));
}
