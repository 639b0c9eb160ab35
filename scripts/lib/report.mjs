/** What a test run came to: counted from jest's own report, and from the steps around it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./project.mjs";

const FOLDER = path.join(ROOT, "reports");
const STEPS = path.join(FOLDER, "steps.json");

/** Where jest writes its report. */
export const JEST_REPORT = path.join(FOLDER, "jest.json");

/**
 * @typedef {object} JestReport the fields of jest's `--json` output that are counted
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests skipped ones
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites files that failed before any test of theirs ran
 *
 * @typedef {Record<string, boolean>} Steps what was run (setup, check, tests), and whether it went well
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Totals
 */

/** Removes the reports of an earlier run, so that they cannot be taken for this one's. */
export function clearReports() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

/**
 * Keeps how the steps went, for `.ci/run`.
 * @param {Steps} steps
 */
export function keepSteps(steps) {
  writeFileSync(STEPS, `${JSON.stringify(steps)}\n`);
}

/**
 * @param {string} file
 * @returns {unknown} undefined where there is no such file
 */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/**
 * Adds the run up. Tests count by themselves; a file that failed before its tests, and a step that failed with no
 * failed test to show for it (types, lint, coverage, set-up), count as one failure each.
 * @returns {Totals | undefined} undefined where the run left no complete report
 */
export function totals() {
  const jest = /** @type {JestReport | undefined} */ (read(JEST_REPORT));
  const steps = /** @type {Steps | undefined} */ (read(STEPS));
  if (steps === undefined) return undefined;
  const failedSteps = Object.values(steps).filter((ok) => !ok).length;
  // Tests that never ran because an earlier step failed are no missing report.
  if (jest === undefined) return failedSteps > 0 ? { passed: 0, failed: failedSteps, skipped: 0 } : undefined;
  const failedTests = jest.numFailedTests + jest.numRuntimeErrorTestSuites;
  const shown = steps["tests"] === false && failedTests > 0 ? 1 : 0;
  return {
    passed: jest.numPassedTests,
    failed: failedTests + failedSteps - shown,
    skipped: jest.numPendingTests + jest.numTodoTests,
  };
}

/**
 * @param {Totals} totals
 * @returns {string} `12 passed, 0 failed`, and the skipped ones where there are any
 */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
