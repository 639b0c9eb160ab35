/** Runs a program, collects what it prints, and never waits for ever. */
import { spawn } from "node:child_process";

/** What ends this process, and so must end its children. */
const SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * @typedef {object} CommandResult
 * @property {number} status exit status; -1 where the program could not be started or was ended by a signal
 * @property {string} stdout
 * @property {string} output stdout and stderr, in the order of arrival
 * @property {boolean} timedOut whether it was ended because it took longer than allowed
 */

/**
 * Runs a program without a terminal and without stdin. On a timeout its whole process group is ended, because an
 * installer's own children (curl, tar) would otherwise go on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options] `timeoutMs` default: no limit
 * @returns {Promise<CommandResult>} never rejects
 */
export function run(command, args, { cwd, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const windows = process.platform === "win32";
    const child = spawn(command, args, {
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // npm and the like are .cmd files on Windows, which only a shell can start.
      shell: windows && !command.endsWith(".exe"),
      // A group of its own, which a signal to -pid reaches as a whole.
      detached: !windows,
      ...(cwd === undefined ? {} : { cwd }),
    });
    let stdout = "";
    let output = "";
    let timedOut = false;
    const kill = () => {
      if (child.pid === undefined) return;
      try {
        if (windows) child.kill();
        else process.kill(-child.pid, "SIGKILL");
      } catch {
        // It ended by itself in the meantime.
      }
    };
    // The terminal's Ctrl-C does not reach a group of its own, so it is passed on.
    /** @param {NodeJS.Signals} signal */
    const endWithParent = (signal) => {
      kill();
      forgetSignals();
      process.kill(process.pid, signal);
    };
    const forgetSignals = () => {
      for (const signal of SIGNALS) process.removeListener(signal, endWithParent);
    };
    for (const signal of SIGNALS) process.on(signal, endWithParent);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            kill();
          }, timeoutMs);
    /** @param {number} status */
    const finish = (status) => {
      clearTimeout(timer);
      forgetSignals();
      resolve({ status, stdout, output, timedOut });
    };
    child.stdout.on("data", (/** @type {Buffer} */ chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on("data", (/** @type {Buffer} */ chunk) => {
      output += chunk;
    });
    child.on("error", (error) => {
      output += error.message;
      finish(-1);
    });
    child.on("close", (code) => finish(code ?? -1));
  });
}

/**
 * @param {string} output
 * @param {number} [lines] default 15
 * @returns {string} the last lines of a program's output, indented, for an error message
 */
export function tail(output, lines = 15) {
  return output
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join("\n");
}
