import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "./failure";

/** A line of the file: a process claims a thing under a name; without a name it gives it up, without a thing it ends. */
interface Line {
  readonly pid: number;
  /** Hashed: what is claimed may hold a url's secrets. */
  readonly thing?: string;
  readonly owner?: string;
}

/** A file that nobody has written to for so long, and whose processes have ended, was left behind. */
const LEFT_BEHIND_MS = 3_600_000;

/**
 * What the provider processes of one engine have claimed, in a file that they share: the engine starts one process a
 * provider, and two of them may manage one server.
 *
 * Lines are appended, which is atomic, and of two claims to one thing the earlier line wins; so nobody has to lock. A
 * claim ends with its process, however that ends.
 */
export class Claims {
  readonly #file: string;
  /** Who claims a thing, the earliest first. */
  readonly #claims = new Map<string, Line[]>();
  /** What this process has claimed and not given up: checks and diffs come again, and one line is enough. */
  readonly #own = new Set<string>();
  #descriptor: number | undefined;
  #read = 0;
  #unsent: Line[] = [];

  /**
   * @param engine the engine's address, which no other engine on this machine has at the same time.
   * @param folder where the file is; made where it is missing.
   */
  constructor(
    engine: string,
    private readonly folder = join(tmpdir(), `pulumi-codechat-${process.getuid?.() ?? "user"}`),
  ) {
    this.#file = join(folder, `${engine.replaceAll(/[^\w.-]/g, "_")}.claims`);
  }

  /** Claims a thing, where it is enough that others see it once the engine has its answer: many make one write. */
  note(thing: string, owner: string): void {
    const hashed = digest(thing);
    if (this.#own.has(hashed)) return;
    this.#own.add(hashed);
    this.#add({ pid: process.pid, thing: hashed, owner });
  }

  /**
   * Claims a thing, at once.
   *
   * @returns who has it in another process, if one does; nothing is claimed then.
   */
  take(thing: string, owner: string): string | undefined {
    this.note(thing, owner);
    this.#flush();
    const holder = this.holder(thing);
    if (holder !== undefined) this.release(thing);
    return holder;
  }

  /** Who has a thing in another process that still runs. */
  holder(thing: string): string | undefined {
    this.#catchUp();
    const first = this.#claims.get(digest(thing))?.find(({ pid }) => isRunning(pid));
    return first?.pid === process.pid ? undefined : first?.owner;
  }

  /** Gives up what this process has claimed. */
  release(thing: string): void {
    const hashed = digest(thing);
    if (!this.#own.delete(hashed)) return;
    this.#add({ pid: process.pid, thing: hashed });
    this.#flush();
  }

  /** Removes the file, unless another process uses it, and those that killed engines left behind. */
  close(): void {
    if (this.#descriptor === undefined) return;
    // Before it looks: of two that end at the same time, the later one sees that both do.
    this.#add({ pid: process.pid });
    this.#flush();
    fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
    for (const name of fs.readdirSync(this.folder)) {
      const file = join(this.folder, name);
      if ((file === this.#file || isOld(file)) && !isUsed(file)) fs.rmSync(file, { force: true });
    }
  }

  #add(line: Line): void {
    this.#open();
    // Before the engine gets its answer.
    if (this.#unsent.push(line) === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    if (this.#unsent.length === 0) return;
    fs.writeSync(this.#open(), this.#unsent.map((line) => `${JSON.stringify(line)}\n`).join(""));
    this.#unsent = [];
  }

  #catchUp(): void {
    const descriptor = this.#open();
    const { size } = fs.fstatSync(descriptor);
    if (size === this.#read) return;
    const bytes = Buffer.alloc(size - this.#read);
    fs.readSync(descriptor, bytes, 0, bytes.length, this.#read);
    // What another process is writing may end in the midst of a line.
    const end = bytes.lastIndexOf("\n") + 1;
    this.#read += end;
    for (const line of linesIn(bytes.toString("utf8", 0, end))) this.#enter(line);
  }

  #enter(line: Line): void {
    if (line.thing === undefined) return;
    const claims = this.#claims.get(line.thing) ?? [];
    const others = claims.filter(({ pid }) => pid !== line.pid);
    const isNew = others.length === claims.length;
    if (line.owner === undefined) this.#claims.set(line.thing, others);
    else if (isNew) this.#claims.set(line.thing, [...claims, line]);
  }

  #open(): number {
    if (this.#descriptor !== undefined) return this.#descriptor;
    try {
      fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
      // The system's temporary folder is everybody's: what somebody else made there is not to be trusted.
      if (process.getuid && fs.lstatSync(this.folder).uid !== process.getuid())
        throw new Error(`${this.folder} belongs to another user of this machine`);
      this.#descriptor = fs.openSync(this.#file, "a+", 0o600);
    } catch (error) {
      throw new Error(
        `cannot look at what other providers of this run own (${messageOf(error)}); ` +
          "name a folder that this user can write to in TMPDIR",
        { cause: error },
      );
    }
    return this.#descriptor;
  }
}

function isUsed(file: string): boolean {
  const lines = linesIn(fs.readFileSync(file, { encoding: "utf8", flag: "a+" }));
  const ended = new Set(lines.filter(({ thing }) => thing === undefined).map(({ pid }) => pid));
  return lines.some(({ pid }) => !ended.has(pid) && isRunning(pid));
}

// Another engine's process may just have made it.
function isOld(file: string): boolean {
  const { mtimeMs = Date.now() } = fs.statSync(file, { throwIfNoEntry: false }) ?? {};
  return Date.now() - mtimeMs > LEFT_BEHIND_MS;
}

function linesIn(text: string): Line[] {
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      // A process that was killed may have left half a line.
      return [];
    }
  });
}

function digest(thing: string): string {
  return createHash("sha256").update(thing).digest("base64url");
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
