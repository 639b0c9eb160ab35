/** Has the official launcher (the npm package `pulumi`) download the engine. */
import { existsSync } from "node:fs";
import path from "node:path";
import { run, tail } from "../command.mjs";
import { timed } from "../progress.mjs";
import { ENGINE_VERSION, ROOT } from "../project.mjs";

/** The first thing that the launcher fetches; where this is out of reach, so is the rest. */
const INSTALLER_URL = "https://get.pulumi.com/install.sh";
const PROBE_MS = 15_000;
/** An archive of some 150 MB: time enough for a slow line, an end for a dead one. */
const DOWNLOAD_MS = 300_000;

/** @returns {Promise<string | undefined>} why the download site is out of reach */
async function probe() {
  try {
    const answer = await fetch(INSTALLER_URL, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) });
    return answer.ok ? undefined : `get.pulumi.com answers ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `get.pulumi.com is out of reach (${cause instanceof Error ? cause.message : String(cause)})`;
  }
}

/**
 * Downloads the engine; gives up after 15 s without the download site, after 5 minutes in all.
 * @param {string} home where to put it, laid out like ~/.pulumi
 * @param {import("../progress.mjs").Log} log
 * @returns {Promise<string | undefined>} why it could not be had
 */
export async function download(home, log) {
  const launcher = path.join(ROOT, "node_modules", "pulumi", "run.js");
  if (!existsSync(launcher)) return "the launcher is not installed (npm ci installs it)";
  const unreachable = await probe();
  if (unreachable !== undefined) return unreachable;
  const text = {
    what: `downloading the Pulumi engine ${ENGINE_VERSION}`,
    usually: "10 s to 1 min",
    done: "engine: downloaded",
  };
  try {
    await timed(log, text, async () => {
      const env = {
        ...process.env,
        PULUMI_HOME: home,
        PULUMI_VERSION: ENGINE_VERSION,
        PULUMI_SKIP_UPDATE_CHECK: "true",
      };
      const result = await run(process.execPath, [launcher, "version"], { env, timeoutMs: DOWNLOAD_MS });
      if (result.timedOut) throw new Error(`not finished after ${DOWNLOAD_MS / 60_000} minutes`);
      if (result.status !== 0) throw new Error(`the launcher failed:\n${tail(result.output)}`);
    });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
