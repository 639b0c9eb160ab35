/** The local CodeChat server: one detached process that outlives `npm run up` and ends with `npm run down`. */
import { execFileSync, spawn } from "node:child_process";
import { openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { ROOT } from "../lib/project.mjs";
import { keep, PATHS, positiveInteger, recall } from "./folder.mjs";

const started = v.object({ pid: positiveInteger, url: v.pipe(v.string(), v.url()) });
type Started = v.InferOutput<typeof started>;

const PROGRAM = path.join(ROOT, "emulator", "dist", "cli", "main.js");
const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 10_000;
const POLL_MS = 50;

/** The local server's instance and its token, which is no secret: it opens nothing but that server. */
export const LOCAL_INSTANCE = { instanceId: "shop-01", token: "development-token" } as const;

/** The server that an earlier run started, if it still runs. */
function running(): Started | undefined {
  const last = recall(PATHS.server, started);
  return last !== undefined && isOurs(last.pid) ? last : undefined;
}

/** Process ids are used again: it is ours only if its command line names our state file. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const command = execFileSync("ps", ["-ww", "-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes(PATHS.serverState);
  } catch {
    return false;
  }
}

/** Starts the server and waits for its address, which it prints. Undefined where it ended instead. */
async function start(port: string): Promise<Started | undefined> {
  const log = openSync(PATHS.serverLog, "w", 0o600);
  const { instanceId, token } = LOCAL_INSTANCE;
  const options = ["--port", port, "--instance", `${instanceId}=${token}`, "--state", PATHS.serverState];
  const child = spawn(process.execPath, [PROGRAM, ...options], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.unref();
  const deadline = performance.now() + START_LIMIT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    const url = /^listening on (\S+)$/m.exec(readFileSync(PATHS.serverLog, "utf8"))?.[1];
    if (url !== undefined && child.pid !== undefined) return { pid: child.pid, url };
    await sleep(POLL_MS);
  }
  child.kill();
  return undefined;
}

/**
 * Makes sure that the local server runs: the one of an earlier run, or a new one with the earlier one's webhooks,
 * on the earlier one's port if that is free.
 * @returns its base url, and whether it ran already
 * @throws Error with the server's own output where it does not start
 */
export async function ensureServer(): Promise<{ url: string; reused: boolean }> {
  const earlier = running();
  if (earlier !== undefined) return { url: earlier.url, reused: true };
  const last = recall(PATHS.server, started);
  const server = (last && (await start(new URL(last.url).port))) ?? (await start("0"));
  if (server === undefined) {
    throw new Error(`The local server did not start:\n${readFileSync(PATHS.serverLog, "utf8")}`);
  }
  keep(PATHS.server, server);
  return { url: server.url, reused: false };
}

/** Stops the local server that `ensureServer` started, and no other process. @returns whether there was one */
export async function stopServer(): Promise<boolean> {
  const server = running();
  if (server === undefined) return false;
  process.kill(server.pid, "SIGTERM");
  const deadline = performance.now() + STOP_LIMIT_MS;
  while (isOurs(server.pid)) {
    if (performance.now() > deadline) {
      process.kill(server.pid, "SIGKILL");
      break;
    }
    await sleep(POLL_MS);
  }
  rmSync(PATHS.server, { force: true });
  return true;
}
