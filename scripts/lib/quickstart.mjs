/** Hands over from the set-up, which needs nothing installed, to the quick start, which does. */
import { spawn } from "node:child_process";
import path from "node:path";
import { ROOT } from "./project.mjs";

/**
 * Runs a program of `scripts/quickstart` with the engine on its PATH; its exit status becomes this process's own.
 * @param {"up" | "down"} program
 * @param {import("./engine.mjs").Engine} engine
 * @returns {Promise<void>}
 */
export function runQuickstart(program, engine) {
  const file = path.join(ROOT, "scripts", "quickstart", `${program}.mts`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", file], {
      cwd: ROOT,
      env: { ...process.env, ...engine.env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });
}
