import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const ROOT = resolve(__dirname, "../../..");

/** A package as `npm pack` writes it. */
export interface Packed {
  readonly tarball: string;
  /** Its files. */
  readonly paths: readonly string[];
}

/**
 * Packs a package of the checkout, which is built already.
 *
 * @param folder the package's, from the root of the checkout.
 * @param destination where the tarball goes.
 */
export async function pack(folder: string, destination: string): Promise<Packed> {
  // Without scripts npm prints its report alone.
  const options = ["--json", "--ignore-scripts", "--pack-destination", destination, "--loglevel=silent"];
  const { stdout } = await promisify(execFile)("npm", ["pack", join(ROOT, folder), ...options]);
  const [report] = JSON.parse(stdout);
  return {
    tarball: join(destination, report.filename),
    paths: report.files.map(({ path }: { path: string }) => path),
  };
}

/** A local server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** What it has, as its control API tells. */
  readonly webhooks: () => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Starts `codechat-emulator` as installed in a folder, on a free port. */
export async function startInstalledServer(folder: string): Promise<ServerProcess> {
  const command = join(folder, "node_modules/.bin/codechat-emulator");
  const child = spawn(command, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await listeningUrl(child);
  return {
    url,
    webhooks: async () => {
      const answer = await fetch(`${url}/_control/webhooks`);
      return answer.json();
    },
    stop: async () => {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    },
  };
}

async function listeningUrl({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("the server's output is not piped");
  for await (const line of createInterface({ input: stdout })) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      stdout.resume();
      return url;
    }
  }
  throw new Error("the server ended before it listened");
}
