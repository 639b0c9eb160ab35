/** How every script here ends when it could not do its job. */

/**
 * Says why on stderr, without a stack, and sets the exit status to 1.
 * @param {unknown} error
 */
export function fail(error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
