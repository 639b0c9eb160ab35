/** Makes the checkout reachable under its own package name. */
import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { MANIFEST, ROOT } from "./project.mjs";

/**
 * Links `node_modules/pulumi-codechat` to the checkout, so that the stacks in `examples/` find the package as any
 * user's stack does. Node's self-reference does not serve: the engine's dynamic provider evaluates
 * `require("pulumi-codechat/provider")` outside any file. npm cannot make the link: it writes a `file:.` dependency
 * into a lock file that its own `npm ci` then refuses.
 */
export function linkSelf() {
  const link = path.join(ROOT, "node_modules", MANIFEST.name);
  if (existsSync(link) && realpathSync(link) === realpathSync(ROOT)) return;
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) rmSync(link, { recursive: true });
  mkdirSync(path.dirname(link), { recursive: true });
  // A junction needs no administrator on Windows, and an absolute target; elsewhere the link survives a move.
  symlinkSync(process.platform === "win32" ? ROOT : "..", link, "junction");
}
