import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { gtr, major, minVersion, satisfies } from "semver";
import type { Manifest } from "../shared/manifest";
import { ENGINE_IS_MISSING, INSTALL_ENGINE } from "../shared/project/engine-words";
import { type Finding, findingsOf } from "./finding";

/** Node.js: new enough for this package; one that only still works is a warning. */
export function checkNode({ engines, config }: Manifest, version = process.versions.node): Finding {
  const { ok, warning, failure } = findingsOf("node");
  const remedy = `use ${engines.node.replace(">=", "")} or later`;
  if (isWithin(version, engines.node)) return ok(`Node.js ${version}`);
  return isWithin(version, `>=${config.oldestNode}`)
    ? warning(`Node.js ${major(version)} is out of support`, remedy)
    : failure(`Node.js ${version} is not supported`, remedy);
}

/**
 * What the project itself has installed: the engine loads pulumi-codechat from there, and the SDK
 * must be one that it works with.
 *
 * @param cwd the project's folder.
 */
export function checkPackages({ peerDependencies }: Manifest, cwd: string): Finding[] {
  const { ok, failure } = findingsOf("package");
  const range = peerDependencies["@pulumi/pulumi"] ?? "";
  const install = "run `npm install pulumi-codechat @pulumi/pulumi` in the project's folder";
  return ["pulumi-codechat", "@pulumi/pulumi"].map((name) => {
    const version = installedVersion(name, cwd);
    if (version === undefined) return failure(`${name} is not installed in ${cwd}`, install);
    const isSupported = name === "pulumi-codechat" || isWithin(version, range);
    return isSupported
      ? ok(`${name} ${version} is installed`)
      : failure(`${name} ${version} is installed, but ${range} is needed`, install);
  });
}

/** The engine: on PATH, and of a version that works with this package. */
export async function checkEngine({ peerDependencies }: Manifest): Promise<Finding> {
  const { warning, failure } = findingsOf("engine");
  const range = peerDependencies["@pulumi/pulumi"] ?? "";
  try {
    const { version } = await PulumiCommand.get({ skipVersionCheck: true });
    return version
      ? checkEngineVersion(version.version, range)
      : warning("pulumi does not say its version", INSTALL_ENGINE);
  } catch {
    return failure(`${ENGINE_IS_MISSING}, or it does not run`, INSTALL_ENGINE);
  }
}

/** Whether a version of the engine is one that this package works with. @param range as in package.json */
export function checkEngineVersion(version: string, range: string): Finding {
  const { ok, failure } = findingsOf("engine");
  const text = `Pulumi ${version}`;
  if (isWithin(version, range)) return ok(`${text} is on PATH`);
  return gtr(version, range)
    ? failure(`${text} is newer than what this version knows`, "update pulumi-codechat")
    : failure(`${text} is older than ${minVersion(range)}, the oldest that is supported`, INSTALL_ENGINE);
}

// An engine or SDK built from source calls itself a prerelease.
function isWithin(version: string, range: string): boolean {
  return satisfies(version, range, { includePrerelease: true });
}

function installedVersion(name: string, cwd: string): string | undefined {
  try {
    const file = createRequire(join(cwd, "index.js")).resolve(`${name}/package.json`);
    const { version }: { version: string } = JSON.parse(readFileSync(file, "utf8"));
    return version;
  } catch {
    return undefined;
  }
}
