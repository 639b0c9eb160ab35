import { spawn } from "node:child_process";
import { join } from "node:path";

/** Requests by HTTP method. */
export type Requests = Readonly<Record<string, number>>;

/** The benchmark's server, a process of its own. */
export interface BenchServer {
  /** The base url for clients. */
  readonly url: string;
  /** The requests since the last call. */
  takeRequests(): Promise<Requests>;
  stop(): void;
}

/** Starts the server on a free port. @throws Error where it ends before it listens. */
export async function startServer(): Promise<BenchServer> {
  const child = spawn(process.execPath, [join(__dirname, "server.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const url = await new Promise<string>((listening, failed) => {
    child.stdout.setEncoding("utf8").once("data", (line: string) => listening(line.trim()));
    child.once("error", failed).once("exit", () => failed(new Error("the server did not start")));
  });
  return {
    url,
    takeRequests: async () => (await (await fetch(`${url}/requests`)).json()) as Requests,
    stop: () => void child.kill(),
  };
}
