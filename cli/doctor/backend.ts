import { accessSync, constants } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LocalWorkspace } from "@pulumi/pulumi/automation";
import { redact, showUrl } from "../core";
import { engineWords } from "../shared/project/engine-words";
import { type Finding, findingsOf } from "./finding";

/** The backend: whether it answers, who one is there, and, for a folder, whether it can be written to. */
export async function checkBackend(workspace: LocalWorkspace): Promise<Finding> {
  const { ok, failure } = findingsOf("backend");
  try {
    const { user, url } = await workspace.whoAmI();
    if (url?.startsWith("file:")) return checkFolder(url);
    return ok(`${url === undefined ? "the backend" : showUrl(url)} answers, as ${user}`);
  } catch (error) {
    return failure(
      `the backend does not answer: ${wordsOf(error)}`,
      "log in with `pulumi login`, or set PULUMI_BACKEND_URL (and PULUMI_ACCESS_TOKEN for Pulumi Cloud)",
    );
  }
}

/** The words of `pulumi` in an error of the Automation API, without what may be secret in them. */
export function wordsOf(error: unknown): string {
  return redact(engineWords(error), []);
}

function checkFolder(url: string): Finding {
  const { ok, failure } = findingsOf("backend");
  const folder = folderOf(url);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
    return ok(`${folder} can be read and written`);
  } catch {
    return failure(
      `${folder} cannot be written by this user`,
      "change the folder's owner or mode, or choose another backend with `pulumi login`",
    );
  }
}

// The engine writes `file://~` for the home folder, and options behind a question mark.
function folderOf(url: string): string {
  const path = url.replace(/\?.*$/, "");
  const home = process.env["HOME"] ?? "";
  try {
    return fileURLToPath(path.replace(/^file:\/\/~/, `file://${home}`));
  } catch {
    return path.replace(/^file:\/\//, "");
  }
}
