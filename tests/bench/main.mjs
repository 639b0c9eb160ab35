/**
 * `npm run bench`: set-up, then the benchmark with the engine on its PATH; `npm run bench -- drift` is that of
 * `pulumi-codechat drift`. It judges nothing and is no test.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { fail } from "../../scripts/lib/fail.mjs";
import { ROOT } from "../../scripts/lib/project.mjs";
import { setUp } from "../../scripts/lib/setup.mjs";

try {
  const { env, version } = await setUp(console.log);
  const args = process.argv.slice(2);
  const program = args[0] === "drift" ? "drift.ts" : "bench.ts";
  const command = ["--import", "tsx", path.join(ROOT, "tests", "bench", program), ...args];
  const child = spawn(process.execPath, command, {
    cwd: ROOT,
    env: { ...process.env, ...env, BENCH_ENGINE_VERSION: version },
    stdio: ["ignore", "inherit", "inherit"],
  });
  child.on("error", fail);
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  fail(error);
}
