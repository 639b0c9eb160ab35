/**
 * `node scripts/postgres.mjs`: gets the programs of a PostgreSQL server, for the tests of shared state, and prints the
 * folder that they are in. Progress goes to stderr. Nothing is started.
 */
import { fail } from "./lib/fail.mjs";
import { getPostgres } from "./lib/postgres.mjs";
import { logToStderr } from "./lib/progress.mjs";

try {
  process.stdout.write(`${await getPostgres(logToStderr)}\n`);
} catch (error) {
  fail(error);
}
