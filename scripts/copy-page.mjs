/** Copies the page of `pulumi-codechat drift --html`, which is no TypeScript, beside the compiled code. */
import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./lib/project.mjs";

const FOLDER = path.join("sdk", "cli", "drift", "page");
const target = path.join(ROOT, "dist", FOLDER);

mkdirSync(target, { recursive: true });
for (const file of ["page.html", "page.css", "page.js"]) {
  cpSync(path.join(ROOT, FOLDER, file), path.join(target, file));
}
