/** `node scripts/setup.mjs`: makes a fresh clone ready: packages, build, Pulumi engine. Safe to run again. */
import { fail } from "./lib/fail.mjs";
import { setUp } from "./lib/setup.mjs";

await setUp().catch(fail);
