import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { ControlClient } from "./control-client";
import { deliveryLine, requestLine } from "./lines";
import { urlOption } from "./options";
import { type LogLine, Tail } from "./tail";

/** Milliseconds between two looks at the server. */
const POLL = 250;

const EXAMPLES = `
Examples:
  $ codechat-emulator log
  $ codechat-emulator log --follow --json | jq 'select(.type == "delivery")'

Of a request, the log keeps no header, and neither tokens nor passwords in its body.`;

interface Options {
  readonly url: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** `codechat-emulator log`: shows the requests and the deliveries of a running server. */
export function logCommand(): Command {
  return new Command("log")
    .description("show the requests to the local server that runs, and the deliveries of its events")
    .option("-f, --follow", "go on and show them as they happen, until Ctrl-C")
    .addOption(urlOption())
    .option("--json", "print one JSON object a line")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run({ url, follow = false, json }: Options): Promise<void> {
  const tail = new Tail(new ControlClient(url));
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  // A reader such as `head` that has what it wants.
  process.stdout.once("error", () => stop.abort());
  do {
    for (const line of await tail.next(!follow)) {
      console.log(json ? JSON.stringify(line) : textOf(line));
    }
    await sleep(follow ? POLL : 0, undefined, { signal: stop.signal }).catch(() => {});
  } while (follow && !stop.signal.aborted);
}

function textOf(line: LogLine): string {
  const time = new Date(line.date).toTimeString().slice(0, 8);
  return `${time} ${line.type === "request" ? requestLine(line) : deliveryLine(line)}`;
}
