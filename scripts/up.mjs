/** `npm run up`: the quick start, from a fresh clone to a live webhook. Non-interactive, safe to run again. */
import { fail } from "./lib/fail.mjs";
import { runQuickstart } from "./lib/quickstart.mjs";
import { setUp } from "./lib/setup.mjs";
import { targetOf } from "./lib/target.mjs";

try {
  // Before the long part, so that a missing variable shows at once.
  targetOf(process.env);
  await runQuickstart("up", await setUp(console.log));
} catch (error) {
  fail(error);
}
