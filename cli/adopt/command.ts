import { Command, InvalidArgumentError } from "commander";
import { collect } from "../options";
import type { AdoptOptions } from "./adopt";

const EXAMPLES = `
Tokens come from the environment variable CODECHAT_TOKEN, or from the file of --instances if that
maps instance ids to tokens: {"shop-01": "…"}. They are never written into a file in plain text.

Examples:
  $ CODECHAT_TOKEN=… pulumi-codechat adopt --instance shop-01 --base-url https://codechat.example.com --out webhooks
  $ pulumi-codechat adopt --instances tokens.json --base-url https://codechat.example.com --out webhooks --stack dev

Exit status: 0 every webhook is declared, 2 some cannot be and are left out, 1 an error.`;

/** `pulumi-codechat adopt`: writes a project that declares webhooks as they are live. */
export function adoptCommand(): Command {
  return new Command("adopt")
    .description("write a Pulumi project from the live webhooks of instances; nothing live is changed")
    .option("-i, --instance <id>", "an instance to read; may be repeated", collect)
    .option("--instances <file>", "JSON file: a list of instance ids, or a map of instance id and token")
    .option("--base-url <url>", "the server's address, without /api/v2 (default: CODECHAT_BASE_URL)")
    .option("--ca-file <file>", "certificates of a private CA to trust, PEM")
    .requiredOption("-o, --out <dir>", "folder to write the project into; it is created if it is missing")
    .option("-s, --stack <name>", "also create this stack, and set the tokens as its secret configuration")
    .option("-f, --force", "replace files that are there already")
    .option(
      "--fleet-from <number>",
      "the same webhook on this many instances becomes a WebhookFleet; 0 for none",
      parseCount,
      5,
    )
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run(options: AdoptOptions): Promise<void> {
  const { adopt } = await import("./adopt.js");
  const { describeAdoption } = await import("./summary.js");
  const adoption = await adopt(options, (line) => console.error(line));
  console.log(describeAdoption(adoption));
  if (adoption.leftOut.length > 0) process.exitCode = 2;
}

function parseCount(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return text === "0" ? Number.POSITIVE_INFINITY : Number(text);
}
