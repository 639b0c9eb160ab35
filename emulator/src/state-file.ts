import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import * as v from "valibot";
import { integer, mapOf, problemLines, secret } from "./schema";
import type { StoreSnapshot } from "./store";

const id = v.union([v.string(), integer()]);

const snapshotSchema: v.GenericSchema<unknown, StoreSnapshot> = v.object({
  lastIntegerId: integer(),
  instances: v.array(
    v.object({
      instanceId: v.string(),
      token: secret,
      expired: v.boolean(),
      webhooks: v.array(
        v.object({
          webhookId: id,
          instanceId: v.string(),
          name: v.string(),
          url: v.string(),
          enabled: v.boolean(),
          headers: v.exactOptional(mapOf(secret)),
          events: mapOf(v.boolean()),
          webhookEventsId: id,
          createdAt: v.string(),
          updatedAt: v.string(),
          eventsUpdatedAt: v.string(),
        }),
      ),
    }),
  ),
});

/**
 * Reads what {@link StateFile} wrote.
 * @returns `undefined` where there is no such file
 * @throws Error that names the file, if it cannot be read or is not a state file
 */
export function readState(path: string): StoreSnapshot | undefined {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    return v.parse(snapshotSchema, JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const reason = v.isValiError(error) ? problemLines(error.issues).join("\n") : String(error);
    throw new Error(`cannot use ${path} as the server's state file: ${reason}`);
  }
}

/**
 * Keeps a snapshot in a file that is always whole: it is written beside it and renamed. The file holds
 * tokens and is readable by its owner alone. Writes that come at the same time share one.
 */
export class StateFile {
  private wanted = 0;
  private written = 0;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly snapshot: () => StoreSnapshot,
  ) {}

  /** Notes that the state has changed. */
  markChanged(): void {
    this.wanted += 1;
  }

  /** Resolves when every change noted so far is in the file. Rejects if it cannot be written. */
  async saved(): Promise<void> {
    const target = this.wanted;
    while (this.written < target) {
      this.writing ??= this.write().finally(() => {
        this.writing = undefined;
      });
      await this.writing;
    }
  }

  private async write(): Promise<void> {
    const version = this.wanted;
    const temporary = `${this.path}.${process.pid}.tmp`;
    try {
      await writeFile(temporary, JSON.stringify(this.snapshot(), undefined, 2), { mode: 0o600 });
      await rename(temporary, this.path);
    } catch (error) {
      throw new Error(`cannot write the server's state file ${this.path}: ${String(error)}`, {
        cause: error,
      });
    }
    this.written = version;
  }
}
