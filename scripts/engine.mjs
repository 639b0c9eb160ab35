/**
 * `node scripts/engine.mjs`: gets the Pulumi engine and prints the environment that uses it, one `NAME=value` a line.
 * Progress goes to stderr.
 */
import { getEngine } from "./lib/engine.mjs";
import { fail } from "./lib/fail.mjs";

try {
  const { env } = await getEngine();
  for (const [name, value] of Object.entries(env)) process.stdout.write(`${name}=${value}\n`);
} catch (error) {
  fail(error);
}
