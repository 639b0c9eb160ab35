import { Command } from "commander";
import { collect } from "../options";
import { usesColours } from "../terminal";
import type { DoctorOptions } from "./doctor";

const EXAMPLES = `
Examples:
  $ pulumi-codechat doctor                       # in the project's folder: the selected stack
  $ pulumi-codechat doctor --stack prod --instance shop-01 --instance shop-02
  $ CODECHAT_BASE_URL=https://codechat.example.com CODECHAT_TOKEN=… pulumi-codechat doctor --instance shop-01

Exit status: 0 no failure (there may be warnings), 1 a failure.`;

interface Options extends DoctorOptions {
  readonly json?: true;
}

/** `pulumi-codechat doctor`: looks at all that a stack needs to reach its webhooks. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "check engine, backend, configuration, server and tokens, and say what to do; changes nothing",
    )
    .option("-C, --cwd <dir>", "the project's folder", ".")
    .option("-s, --stack <name>", "the stack whose configuration is read (default: the selected one)")
    .option(
      "-i, --instance <id>",
      "try this instance's token; may be repeated (default: those in the stack's state and in codechat:tokens)",
      collect,
    )
    .option("--json", "print one JSON document")
    .addHelpText("after", EXAMPLES)
    .action(run);
}

async function run({ json, ...options }: Options): Promise<void> {
  const { diagnose } = await import("./doctor.js");
  const { worstOf } = await import("./finding.js");
  const { toJson, toText } = await import("./report.js");
  const findings = await diagnose(options);
  console.log(json ? toJson(findings) : toText(findings, usesColours()));
  if (worstOf(findings) === "failure") process.exitCode = 1;
}
