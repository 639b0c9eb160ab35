import { Command, InvalidArgumentError } from "commander";
import { baseUrlOption, caFileOption, instanceOption, instancesOption } from "../shared/terminal/options";
import type { AdoptOptions } from "./adopt";

const HELP = `
Tokens come from the environment variable CODECHAT_TOKEN, or from the file of --instances if that
maps instance ids to tokens: {"shop-01": "…"}. They are never written into a file in plain text.

Exit status: 0 every webhook is declared, 2 some cannot be and are left out, 1 an error.

Examples:
  $ CODECHAT_TOKEN=… pulumi-codechat adopt --instance shop-01 --base-url https://codechat.example.com --out webhooks
  $ pulumi-codechat adopt --instances tokens.json --base-url https://codechat.example.com --out webhooks --stack dev`;

/** `pulumi-codechat adopt`: writes a project that declares webhooks as they are live. */
export function adoptCommand(): Command {
  return new Command("adopt")
    .description("write a Pulumi project from the live webhooks of instances; nothing live is changed")
    .addOption(instanceOption("an instance to read; may be repeated"))
    .addOption(instancesOption())
    .addOption(baseUrlOption())
    .addOption(caFileOption())
    .requiredOption("-o, --out <dir>", "folder to write the project into; it is created if it is missing")
    .option("-s, --stack <name>", "also create this stack, and set the tokens as its secret configuration")
    .option("-f, --force", "replace files that are there already")
    .option(
      "--fleet-from <number>",
      "the same webhook on this many instances becomes a WebhookFleet; 0 for none",
      parseCount,
      5,
    )
    .addHelpText("after", HELP)
    .action(async (options: AdoptOptions) => {
      const { runAdopt } = await import("./run.js");
      process.exitCode = await runAdopt(options);
    });
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return text === "0" ? Number.POSITIVE_INFINITY : Number(text);
}
