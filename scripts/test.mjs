/**
 * `npm test`: set-up, then types, lint and documents (`npm run check`), then every test with coverage.
 * `npm test -- engine --testNamePattern drift`: set-up, then jest alone; project names (unit, contract, engine)
 * select projects, everything else goes to jest as it is.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fail } from "./lib/fail.mjs";
import { ROOT } from "./lib/project.mjs";
import { clearReports, JEST_REPORT, keepSteps, summary, totals } from "./lib/report.mjs";
import { setUp, setUpWithoutEngine } from "./lib/setup.mjs";

const PROJECTS = ["unit", "contract", "engine"];
const NEEDS_ENGINE = "engine";

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it ended with status 0
 */
function succeeds(command, args) {
  return new Promise((resolve) => {
    const shell = process.platform === "win32";
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], shell });
    child.on("error", (error) => {
      fail(error);
      resolve(false);
    });
    child.on("exit", (code) => resolve(code === 0));
  });
}

const selected = process.argv.slice(2);
const projects = selected.filter((name) => PROJECTS.includes(name));
const options = selected.filter((name) => !PROJECTS.includes(name));
const everything = selected.length === 0;

/** @type {import("./lib/report.mjs").Steps} */
const steps = {};
clearReports();
try {
  steps["setup"] = false;
  const engineNeeded = projects.length === 0 || projects.includes(NEEDS_ENGINE);
  await (engineNeeded ? setUp(console.log) : setUpWithoutEngine(console.log));
  steps["setup"] = true;

  if (everything) steps["check"] = await succeeds("npm", ["run", "check"]);
  const jest = path.join(ROOT, "node_modules", "jest", "bin", "jest.js");
  steps["tests"] = await succeeds(process.execPath, [
    jest,
    "--json",
    `--outputFile=${JEST_REPORT}`,
    ...(everything ? ["--coverage"] : []),
    ...(projects.length > 0 ? ["--selectProjects", ...projects] : []),
    ...options,
  ]);
} catch (error) {
  fail(error);
} finally {
  keepSteps(steps);
}

const failedSteps = Object.keys(steps).filter((name) => !steps[name]);
const counted = totals();
if (counted === undefined) fail(new Error("jest left no report"));
else
  console.log(`\n${summary(counted)}${failedSteps.length > 0 ? ` (${failedSteps.join(", ")} failed)` : ""}`);
if (failedSteps.length > 0 || counted === undefined || counted.failed > 0) process.exitCode = 1;
