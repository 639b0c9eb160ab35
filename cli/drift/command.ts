import { Command, InvalidArgumentError } from "commander";
import { cwdOption, jsonOption, stacksOption } from "../shared/terminal/options";
import type { DriftOptions } from "./run";

const HELP = `
Exit status: 0 no drift (with --repair: none left), 2 drift, 1 an error.
Nothing is changed without --repair, neither live nor in state.

Examples:
  $ pulumi-codechat drift --stack production
  $ pulumi-codechat drift --html drift.html --junit drift.xml
  $ pulumi-codechat drift --markdown >> "$GITHUB_STEP_SUMMARY"
  $ pulumi-codechat drift --json | jq -r '.stacks[].drifted[] | .resource + " " + .instance'
  $ pulumi-codechat drift --stack production --repair`;

/** `pulumi-codechat drift`: compares live webhooks with what stacks declare, and repairs them. */
export function driftCommand(): Command {
  return new Command("drift")
    .description("find live webhooks that are not as their stacks declare them, and repair them")
    .addOption(cwdOption())
    .addOption(stacksOption())
    .option("--parallel <n>", "stacks that are worked on at the same time", parseParallel, 4)
    .addOption(jsonOption("the report").conflicts("markdown"))
    .option("--markdown", "print the report as Markdown, for a pull request or a job summary")
    .option("--html <file>", "write the report to a file, as one HTML page that needs no other file")
    .option("--junit <file>", "write the report to a file, as JUnit XML")
    .option("--repair", "put drift right: run `pulumi up --refresh` on the stacks that have some")
    .addHelpText("after", HELP)
    .action(async (options: DriftOptions) => {
      const { runDrift } = await import("./run.js");
      process.exitCode = await runDrift(options);
    });
}

function parseParallel(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 64) {
    throw new InvalidArgumentError("It must be a number from 1 to 64.");
  }
  return number;
}
