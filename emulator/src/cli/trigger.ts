import { Command, InvalidArgumentError } from "commander";
import * as v from "valibot";
import { type DeliveryAnswer, delivery } from "./answers";
import { ControlClient, ControlRefusal } from "./control-client";
import { deliveryLine } from "./lines";
import { DEFAULT_INSTANCE, urlOption } from "./options";

const EXAMPLES = `
Examples:
  $ codechat-emulator trigger messages.upsert
  $ codechat-emulator trigger messagesUpsert --instance shop-02 --data '{"content":{"text":"hello"}}'

Exit status: 0 delivered to every webhook that is enabled and subscribed, 1 to none of them, or a delivery failed.`;

const deliveries = v.array(delivery);
const instances = v.array(v.object({ instanceId: v.string() }));

interface Options {
  readonly instance: string;
  readonly url: string;
  readonly data?: unknown;
}

/** `codechat-emulator trigger`: lets an event happen at a running server. */
export function triggerCommand(): Command {
  return new Command("trigger")
    .description(
      "let an event happen at the local server that runs, and show what became of it at each webhook",
    )
    .argument("<event>", "the event, as messages.upsert or messagesUpsert")
    .option("-i, --instance <id>", "the instance in which it happens", DEFAULT_INSTANCE)
    .addOption(urlOption())
    .option("-d, --data <json>", "the event's data (default: a sample)", parseData)
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(event: string, { instance, url, data }: Options): Promise<void> {
  const control = new ControlClient(url);
  const path = `/instances/${encodeURIComponent(instance)}/events`;
  const outcomes = await control
    .call("POST", path, deliveries, { event, data })
    .catch(async (error: unknown) => {
      throw error instanceof ControlRefusal && error.status === 404
        ? await noInstance(control, instance, url)
        : error;
    });
  for (const outcome of outcomes) {
    console.log(deliveryLine(outcome));
  }
  refuseSilence(event, instance, outcomes);
}

/** @throws Error where a webhook that wants the event did not get it, or none wants it */
function refuseSilence(event: string, instance: string, outcomes: readonly DeliveryAnswer[]): void {
  const [first] = outcomes;
  if (!first) {
    throw new Error(`no webhook got ${event}: ${instance} has none`);
  }
  const failed = outcomes.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) {
    throw new Error(
      `${event} was not delivered to ${failed.map(({ webhookName }) => webhookName).join(", ")}`,
    );
  }
  if (outcomes.every(({ outcome }) => outcome !== "delivered")) {
    throw new Error(`no webhook got ${event}: none of ${instance} is enabled and has ${first.flag} on`);
  }
}

async function noInstance(control: ControlClient, instance: string, url: string): Promise<Error> {
  const known = await control.call("GET", "/instances", instances);
  const names = known.map(({ instanceId }) => instanceId).join(", ");
  return new Error(`the server at ${url} has no instance ${instance}; it has ${names || "none"}`);
}

function parseData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError("It must be JSON.");
  }
}
