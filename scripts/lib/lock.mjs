/** One holder at a time for a piece of work, across processes. */
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a holder shows that it is alive, and how long one may be silent before it counts as gone. */
const TOUCH_MS = 5_000;
const SILENT_MS = 60_000;
const POLL_MS = 500;

/**
 * @param {string} file
 * @returns {boolean} whether this call created the lock
 */
function tryCreate(file) {
  try {
    const handle = openSync(file, "wx");
    writeSync(handle, JSON.stringify({ pid: process.pid, host: os.hostname() }));
    closeSync(handle);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * @param {number} pid
 * @returns {boolean} whether a process of that id runs on this machine
 */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * A holder killed with -9 leaves its file behind. On the same machine its process id tells; from another machine
 * (a shared home folder) only the silence does.
 * @param {string} file
 * @returns {boolean} whether the lock's holder is gone
 */
function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > SILENT_MS) return true;
    const { pid, host } = JSON.parse(readFileSync(file, "utf8"));
    return host === os.hostname() && !isRunning(pid);
  } catch {
    // Released, or not written in full, at this very moment.
    return false;
  }
}

/**
 * Does `work` while holding the lock `file`, after whoever holds it now. Two processes that take over the same
 * abandoned lock at the same instant may both go on, so `work` must stay correct, if wasteful, when doubled.
 * @template T
 * @param {string} file
 * @param {() => void} onWait called once if somebody else holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let waited = false; !tryCreate(file); ) {
    if (isAbandoned(file)) {
      const aside = `${file}.abandoned-${process.pid}`;
      try {
        renameSync(file, aside);
        rmSync(aside, { force: true });
      } catch {
        // Somebody else took it over first.
      }
      continue;
    }
    if (!waited) onWait();
    waited = true;
    await sleep(POLL_MS);
  }
  const touch = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The work, or a person, removed the folder that it is in.
    }
  }, TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(file, { force: true });
  }
}
