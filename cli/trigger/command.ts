import { Command, Option } from "commander";
import { cwdOption, jsonOption } from "../shared/terminal/options";
import type { TriggerOptions } from "./run";

const HELP = `
The event is named by its own name (messages.upsert) or by its flag (messagesUpsert); docs/events.md lists
all. The sample has the envelope and the headers of the hosted API v2. The receiver has 10 s to answer,
and redirects are not followed. Only scheme and host of the url are shown: the rest may be secret.

Exit status: 0 where the receiver answered 2xx, else 1.

Examples:
  $ pulumi-codechat trigger messages.upsert                            # the stack's only webhook
  $ pulumi-codechat trigger messages.upsert --stack production --resource orders
  $ pulumi-codechat trigger connection.update --resource fleet --instance shop-01
  $ pulumi-codechat trigger messages.upsert --url http://localhost:3000/hook --data '{"pushName": "Ana"}'`;

/** `pulumi-codechat trigger`: sends a sample of an event to a webhook's url. */
export function triggerCommand(): Command {
  return new Command("trigger")
    .description("send a sample of an event straight to a webhook's url, and show what the receiver answers")
    .argument("<event>", "such as messages.upsert")
    .addOption(cwdOption())
    .option(
      "-s, --stack <name>",
      "the stack that declares the webhook (default: the selected one, else the only one)",
    )
    .option("-r, --resource <name>", "the webhook's or fleet's name in the stack (default: the only one)")
    .option(
      "-i, --instance <id>",
      "the member of a fleet (default: the only one); with --url, the instance that the sample names",
    )
    .addOption(
      new Option("--url <url>", "send it to this url, whoever declares that").conflicts([
        "stack",
        "resource",
      ]),
    )
    .option("--data <json>", "deliver this in the place of the sample data")
    .option("-f, --force", "send it even where the webhook is off or not subscribed to the event")
    .addOption(jsonOption("what came of it"))
    .addHelpText("after", HELP)
    .action(async (event: string, options: TriggerOptions) => {
      const { runTrigger } = await import("./run.js");
      process.exitCode = await runTrigger(event, options);
    });
}
