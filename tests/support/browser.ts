import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const HOW_TO_GET_IT =
  "the tests of the page need a Chromium: `apt-get install chromium`, or set CHROMIUM to the path of one";

/**
 * Starts a Chromium without a window; where there is none, installs Debian's first.
 *
 * @throws Error with how to get one, where that is not possible.
 */
export async function startBrowser(): Promise<Browser> {
  // Debian's runs as root only without its sandbox; the tests open pages of their own making.
  return chromium.launch({ executablePath: programPath(), args: ["--no-sandbox"] });
}

function programPath(): string {
  const found = process.env["CHROMIUM"] ?? findProgram();
  if (found !== undefined) return found;
  const install = join(__dirname, "../../scripts/debian-package.mjs");
  const { status, stderr } = spawnSync(process.execPath, [install, "chromium"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${HOW_TO_GET_IT}\n${stderr}`);
  const installed = findProgram();
  if (installed === undefined) throw new Error(HOW_TO_GET_IT);
  return installed;
}

function findProgram(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.flatMap((folder) => PROGRAMS.map((name) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
