import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

const SCRIPT = resolve(__dirname, "../../../scripts/postgres.mjs");
const USER = "pulumi";
const PASSWORD = "password-of-the-state";
const DATABASE = "state";
const READY = "ready to accept connections";

/** Whom the server runs as; empty where that is who runs the tests. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A PostgreSQL server with a cluster of its own in a temporary folder. It listens on a socket in that
 * folder and nowhere else, asks for a password, and syncs to disk as one in production does.
 */
export class PostgresServer {
  private constructor(
    private readonly bin: string,
    private readonly folder: string,
    private readonly owner: Owner,
    private readonly server: ChildProcess,
  ) {}

  /** Starts it; installs PostgreSQL first where it is missing. @throws Error saying what to do */
  static async start(): Promise<PostgresServer> {
    const { stdout } = await execute(process.execPath, [SCRIPT]);
    const bin = stdout.trim();
    const owner = ownerOfServer();
    const folder = await mkdtemp(join(tmpdir(), "codechat-postgres-"));
    let server: ChildProcess | undefined;
    try {
      await createCluster(bin, folder, owner);
      server = await startServer(bin, folder, owner);
      const postgres = new PostgresServer(bin, folder, owner, server);
      await postgres.query(`create database ${DATABASE}`, "postgres");
      return postgres;
    } catch (error) {
      if (server) await end(server);
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What makes the engine keep its state here; the password is not in the url. */
  get env(): Record<string, string> {
    return {
      PULUMI_BACKEND_URL: `postgres://${USER}@/${DATABASE}?host=${encodeURIComponent(this.folder)}&sslmode=disable`,
      PGPASSWORD: PASSWORD,
    };
  }

  /** The password, which nothing may print. */
  get password(): string {
    return PASSWORD;
  }

  /** Runs SQL. @returns the rows, columns separated by `|` */
  async query(sql: string, database = DATABASE): Promise<string[]> {
    const args = [
      "-X",
      "-A",
      "-t",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      this.folder,
      "-U",
      USER,
      "-c",
      sql,
      database,
    ];
    const env = { ...process.env, PGPASSWORD: PASSWORD };
    const { stdout } = await execute(join(this.bin, "psql"), args, { ...this.owner, cwd: this.folder, env });
    return stdout.split("\n").filter((row) => row !== "");
  }

  /** Ends it, whoever is connected, and removes the folder. */
  async stop(): Promise<void> {
    await end(this.server);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Root may not run the server: Debian's package has a user for that. */
function ownerOfServer(): Owner {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

async function createCluster(bin: string, folder: string, owner: Owner): Promise<void> {
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, PASSWORD);
  if (owner.uid !== undefined && owner.gid !== undefined) {
    for (const path of [folder, passwordFile]) await chown(path, owner.uid, owner.gid);
  }
  const settings = ["--username", USER, "--pwfile", passwordFile, "--auth", "scram-sha-256"];
  const args = ["-D", join(folder, "data"), ...settings, "--encoding", "UTF8", "--locale", "C", "--no-sync"];
  await execute(join(bin, "initdb"), args, { ...owner, cwd: folder });
}

/** @returns the process, once it takes connections. @throws Error with what it printed, where it ends before */
async function startServer(bin: string, folder: string, owner: Owner): Promise<ChildProcess> {
  const args = ["-D", join(folder, "data"), "-k", folder, "-c", "listen_addresses="];
  const server = spawn(join(bin, "postgres"), args, {
    ...owner,
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  await new Promise<void>((ready, failed) => {
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes(READY)) ready();
    });
    server
      .once("error", failed)
      .once("exit", () => failed(new Error(`PostgreSQL did not start:\n${printed}`)));
  });
  return server;
}

/** PostgreSQL's fast shutdown: it does not wait for its clients. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((settled) => server.once("exit", settled));
  server.kill("SIGINT");
  await ended;
}
