/** `node scripts/count-results.mjs`: prints what the last `npm test` came to; status 1 if a test failed or none ran. */
import { fail } from "./lib/fail.mjs";
import { summary, totals } from "./lib/report.mjs";

const counted = totals();
if (counted === undefined) fail(new Error("No test report was written; that counts as a failure."));
// A run without a single passed test is no success either.
if (counted === undefined || counted.failed > 0 || counted.passed === 0) process.exitCode = 1;
console.log(summary(counted ?? { passed: 0, failed: 1, skipped: 0 }));
