/** `npm run build`: compiles the package into `dist`, and copies what is no TypeScript beside it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { ROOT } from "./lib/project.mjs";

// The page of `pulumi-codechat drift --html`.
const PAGE = path.join("sdk", "cli", "drift", "page");

// The compiler leaves the output of deleted sources behind, and npm pack would ship it.
rmSync(path.join(ROOT, "dist"), { recursive: true, force: true });
const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
  cwd: ROOT,
  stdio: "inherit",
});
if (status !== 0) process.exit(status ?? 1);

const target = path.join(ROOT, "dist", PAGE);
mkdirSync(target, { recursive: true });
for (const file of ["page.html", "page.css", "page.js"]) {
  cpSync(path.join(ROOT, PAGE, file), path.join(target, file));
}
