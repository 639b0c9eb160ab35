import { Command } from "commander";
import { cwdOption, instanceOption, jsonOption } from "../shared/terminal/options";
import type { DoctorOptions } from "./run";

const HELP = `
Exit status: 0 no failure (there may be warnings), 1 a failure.

Examples:
  $ pulumi-codechat doctor                       # in the project's folder: the selected stack
  $ pulumi-codechat doctor --stack prod --instance shop-01 --instance shop-02
  $ CODECHAT_BASE_URL=https://codechat.example.com CODECHAT_TOKEN=… pulumi-codechat doctor --instance shop-01`;

/** `pulumi-codechat doctor`: looks at all that a stack needs to reach its webhooks. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "check engine, backend, configuration, server and tokens, and say what to do; changes nothing",
    )
    .addOption(cwdOption())
    .option("-s, --stack <name>", "the stack whose configuration is read (default: the selected one)")
    .addOption(
      instanceOption(
        "try this instance's token; may be repeated (default: those in the stack's state and in codechat:tokens)",
      ),
    )
    .addOption(jsonOption("the findings"))
    .addHelpText("after", HELP)
    .action(async (options: DoctorOptions) => {
      const { runDoctor } = await import("./run.js");
      process.exitCode = await runDoctor(options);
    });
}
