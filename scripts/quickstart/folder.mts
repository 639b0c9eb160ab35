/** The quick start's own folder in the checkout, git-ignored: all that it keeps between two runs. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { ROOT } from "../lib/project.mjs";

const FOLDER = path.join(ROOT, ".quickstart");

/** Where everything in it is, absolute. */
export const PATHS = {
  folder: FOLDER,
  /** The engine's state, the `file://` backend. */
  state: path.join(FOLDER, "state"),
  /** What encrypts the secrets in that state. */
  passphrase: path.join(FOLDER, "passphrase"),
  /** One run at a time. */
  lock: path.join(FOLDER, "run.lock"),
  /** What a shell sources to work on the stack by hand. */
  env: path.join(FOLDER, "env"),
  /** The local server: process and address, its webhooks, its output. */
  server: path.join(FOLDER, "server.json"),
  serverState: path.join(FOLDER, "server-state.json"),
  serverLog: path.join(FOLDER, "server.log"),
  /** The receiver's port. */
  receiver: path.join(FOLDER, "receiver.json"),
} as const;

/** Makes the folder and its passphrase, where they are not there yet. */
export function prepareFolder(): void {
  mkdirSync(PATHS.state, { recursive: true, mode: 0o700 });
  if (!existsSync(PATHS.passphrase)) {
    writeFileSync(PATHS.passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
}

/** Removes the folder and all that is in it. */
export function removeFolder(): void {
  rmSync(PATHS.folder, { recursive: true, force: true });
}

/** A process id, or a port. */
export const positiveInteger = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** What was kept in a JSON file; undefined where there is none, one that was cut short, or something else. */
export function recall<T>(file: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  try {
    return v.parse(schema, JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

/** Keeps a value in a JSON file for the next run. */
export function keep(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value)}\n`, { mode: 0o600 });
}
