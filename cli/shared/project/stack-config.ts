import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { ConfigLookup } from "../../core";

/** Whether a folder is that of a Pulumi project. */
export function isProjectFolder(folder: string): boolean {
  return ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(resolve(folder, name)));
}

/**
 * The folder that the engine starts a project's program and providers in.
 *
 * @param folder the project's folder, absolute.
 * @param main the program or its folder, as `Pulumi.yaml` says.
 */
export function programFolder(folder: string, main = "."): string {
  const program = resolve(folder, main);
  return statSync(program, { throwIfNoEntry: false })?.isFile() ? dirname(program) : program;
}

/**
 * A stack's configuration as the provider sees it.
 *
 * @param folder the {@link programFolder}; a relative `codechat:caFile` begins there.
 */
export function configIn(folder: string, lookup: ConfigLookup): ConfigLookup {
  return (key) => {
    const value = lookup(key);
    return key === "codechat:caFile" && value !== undefined ? resolve(folder, value) : value;
  };
}
