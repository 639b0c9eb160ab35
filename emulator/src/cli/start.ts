import { styleText } from "node:util";
import { Command, InvalidArgumentError, Option } from "commander";
import {
  DEFAULT_SERVER_VERSION,
  type Delivery,
  type Dialect,
  type Emulator,
  type LogEntry,
  parseDialect,
  SERVER_VERSIONS,
  type ServerVersion,
  startEmulator,
} from "../index";

/** The instance that there is where none is named. */
const DEFAULT_INSTANCE = "shop-01";
/** The token of an instance that was given none. No secret: it opens nothing but a local server. */
const DEVELOPMENT_TOKEN = "development-token";

interface Options {
  readonly port: number;
  readonly host: string;
  readonly serverVersion: ServerVersion;
  readonly instance?: Readonly<Record<string, string>>;
  readonly webhookIds?: Dialect["webhookIds"];
  readonly dialect?: Partial<Dialect>;
  readonly state?: string;
  readonly quiet?: true;
}

/** `codechat-emulator start`, also without its name: runs the local server until SIGINT or SIGTERM. */
export function startCommand(): Command {
  return new Command("start")
    .description("run the local server, to develop a stack without an account")
    .option("-p, --port <number>", "TCP port; 0 takes a free one", parsePort, 8787)
    .option(
      "--host <address>",
      "address to listen on; whoever reaches it can use the control API",
      "127.0.0.1",
    )
    .addOption(
      new Option("--server-version <version>", "server version to emulate: it decides which events there are")
        .choices(Object.keys(SERVER_VERSIONS))
        .default(DEFAULT_SERVER_VERSION),
    )
    .option(
      "-i, --instance <id[=token]>",
      `an instance and its token, may be repeated (default: ${DEFAULT_INSTANCE} with a development token)`,
      addInstance,
    )
    .addOption(new Option("--webhook-ids <type>", "type of webhook ids").choices(["string", "integer"]))
    .option(
      "--dialect <json>",
      'how the server differs from the API as documented, such as \'{"patchMode":"replace"}\'; GET /_control/dialect shows all fields',
      parseDialectOption,
    )
    .option("--state <file>", "keep the state in this file; it holds the tokens")
    .option("-q, --quiet", "do not print the calls")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { port, host, serverVersion, webhookIds, state, quiet } = options;
  const emulator = await startEmulator({
    port,
    host,
    serverVersion,
    instances: options.instance ?? {},
    dialect: { ...options.dialect, ...(webhookIds && { webhookIds }) },
    ...(state !== undefined && { stateFile: state }),
    ...(!quiet && { onRequest: printCall, onDelivery: printDelivery }),
  }).catch((error: unknown) => {
    throw listenError(error, options);
  });
  if (emulator.instanceIds().length === 0) {
    emulator.register({ [DEFAULT_INSTANCE]: DEVELOPMENT_TOKEN });
  }
  printStart(emulator, serverVersion);

  const stop = () => {
    void emulator.close();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
}

function printStart(emulator: Emulator, serverVersion: ServerVersion): void {
  const { url } = emulator;
  const ids = emulator.instanceIds();
  // Tokens that a person chose are not repeated on the terminal.
  const known = ids.every((id) => emulator.acceptsToken(id, DEVELOPMENT_TOKEN));
  const token = known ? DEVELOPMENT_TOKEN : "<token>";
  console.log(`listening on ${url}
CodeChat ${serverVersion}, ${ids.length === 1 ? "instance" : "instances"} ${firstOf(ids, 3)}; control API: ${url}/_control

  export CODECHAT_BASE_URL=${url}
  export CODECHAT_TOKEN=${token}
or
  pulumi config set codechat:baseUrl ${url}
  pulumi config set --secret codechat:token ${token}
`);
}

/** The first ids, and how many more there are. */
function firstOf(ids: readonly string[], most: number): string {
  const more = ids.length - most;
  return `${ids.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function printCall({ method, path, status, milliseconds = 0, fault }: Readonly<LogEntry>): void {
  const remark = fault === undefined ? "" : ` (fault: ${fault})`;
  console.log(`${method} ${path} ${coloured(status)} ${Math.round(milliseconds)} ms${remark}`);
}

function printDelivery({ event, instanceId, webhookName, outcome, status, error }: Delivery): void {
  const answer = status ?? error;
  console.log(
    `event ${event} of ${instanceId} to ${webhookName}: ${outcome}${answer === undefined ? "" : ` (${answer})`}`,
  );
}

function coloured(status: number | undefined): string {
  const text = status === undefined ? "no answer" : String(status);
  if (!usesColours()) {
    return text;
  }
  return styleText(status !== undefined && status < 400 ? "green" : "red", text);
}

/** Whether standard output may be coloured: on a terminal, unless NO_COLOR is set. */
function usesColours(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}

function listenError(error: unknown, { host, port }: Options): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "EADDRINUSE":
      return new Error(`port ${port} on ${host} is taken; choose another one with --port`);
    case "EACCES":
      return new Error(`port ${port} on ${host} may not be used; choose one above 1023 with --port`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new Error(`${host} is no address of this machine; choose another one with --host`);
    default:
      return error;
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  }
  return port;
}

function addInstance(text: string, instances: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, instanceId = "", token] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (instanceId === "" || token === "") {
    throw new InvalidArgumentError("It must be an instance id, or id=token.");
  }
  return { ...instances, [instanceId]: token ?? DEVELOPMENT_TOKEN };
}

function parseDialectOption(text: string): Partial<Dialect> {
  try {
    return parseDialect(JSON.parse(text));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
