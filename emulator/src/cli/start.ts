import { Command, InvalidArgumentError, Option } from "commander";
import {
  DEFAULT_SERVER_VERSION,
  type Dialect,
  type Emulator,
  parseDialect,
  SERVER_VERSIONS,
  type ServerVersion,
  startEmulator,
} from "../index";
import { deliveryLine, requestLine } from "./lines";
import { DEFAULT_HOST, DEFAULT_INSTANCE, DEFAULT_PORT } from "./options";

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
    .description(
      "run the local server, to develop a stack without an account (this is also what happens without a command)",
    )
    .option("-p, --port <number>", "TCP port; 0 takes a free one", parsePort, DEFAULT_PORT)
    .option(
      "--host <address>",
      "address to listen on; whoever reaches it can use the control API",
      DEFAULT_HOST,
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
    ...(!quiet && {
      onRequest: (request) => console.log(requestLine(request)),
      onDelivery: (delivery) => console.log(deliveryLine(delivery)),
    }),
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
