/** `npm run down`: takes away all that `npm run up` made. Safe where there is nothing. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fail } from "./lib/fail.mjs";
import { ROOT } from "./lib/project.mjs";
import { runQuickstart } from "./lib/quickstart.mjs";
import { setUp } from "./lib/setup.mjs";

try {
  if (existsSync(path.join(ROOT, ".quickstart"))) await runQuickstart("down", await setUp(console.log));
  else console.log("Nothing to take down: npm run up has not run here.");
} catch (error) {
  fail(error);
}
