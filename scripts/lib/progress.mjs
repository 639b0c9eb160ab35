/** Progress lines of the set-up: what is being done, how long it usually takes, how long it has taken so far. */

/** How often a long step says that it is still at work, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/**
 * @typedef {(line: string) => void} Log
 * Where progress goes, one line a call.
 */

/**
 * Progress goes to stderr, so that stdout stays free for results.
 * @type {Log}
 */
export const logToStderr = (line) => void process.stderr.write(`${line}\n`);

/**
 * @param {number} milliseconds
 * @returns {string} the duration as a person says it: `4 s`, `1 min 15 s`
 */
function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}

/**
 * Runs one long piece of work between a line that announces it and a line that says how long it took,
 * with a heartbeat line every 15 seconds.
 * @template T
 * @param {Log} log
 * @param {{ what: string, usually: string, done: string }} text
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns; its failure passes through, after no further line
 */
export async function timed(log, { what, usually, done }, work) {
  const started = performance.now();
  const elapsed = () => duration(performance.now() - started);
  log(`  … ${what}, usually ${usually}`);
  const heartbeat = setInterval(
    () => log(`  … ${what}, usually ${usually}: ${elapsed()} so far`),
    HEARTBEAT_MS,
  );
  try {
    const result = await work();
    log(`  ✓ ${done} in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Says that a step had nothing to do.
 * @param {Log} log
 * @param {string} text
 */
export function upToDate(log, text) {
  log(`  ✓ ${text}`);
}
