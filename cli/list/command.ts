import { Command } from "commander";
import {
  baseUrlOption,
  caFileOption,
  cwdOption,
  instanceOption,
  instancesOption,
  jsonOption,
  stacksOption,
} from "../shared/terminal/options";
import type { ListOptions } from "./run";

const HELP = `
In a project's folder, server and tokens come from each stack's configuration; the options above count
first. Elsewhere they come from the options, CODECHAT_BASE_URL and CODECHAT_TOKEN, and who declares a
webhook is not known. Nothing is changed. Only scheme and host of a url are shown: the rest may be secret.

Exit status: 0, 2 where --undeclared found some, 1 on an error.

Examples:
  $ pulumi-codechat list                                # the instances of every stack of the project
  $ pulumi-codechat list --stack production --undeclared
  $ pulumi-codechat list --instance shop-01 --instance shop-02
  $ pulumi-codechat list --json | jq -r '.webhooks[] | select(.declaredBy == []) | .webhookId'
  $ CODECHAT_TOKEN=… pulumi-codechat list --instance shop-01 --base-url https://codechat.example.com`;

/** `pulumi-codechat list`: the live webhooks of instances, and who declares them. */
export function listCommand(): Command {
  return new Command("list")
    .description("list the live webhooks of instances, and which stack and resource declares each")
    .addOption(cwdOption())
    .addOption(stacksOption())
    .addOption(
      instanceOption(
        "an instance to read; may be repeated (default: those that the stacks declare webhooks of)",
      ),
    )
    .addOption(instancesOption())
    .addOption(baseUrlOption("the stack's, else CODECHAT_BASE_URL"))
    .addOption(caFileOption())
    .option("--undeclared", "show only what nobody declares")
    .addOption(jsonOption("the list"))
    .addHelpText("after", HELP)
    .action(async (options: ListOptions) => {
      const { runList } = await import("./run.js");
      process.exitCode = await runList(options);
    });
}
