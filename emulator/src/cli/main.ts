#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { logCommand } from "./log";
import { startCommand } from "./start";
import { triggerCommand } from "./trigger";

const { description, version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8"));

const program = new Command("codechat-emulator")
  .description(description)
  .version(version)
  .showHelpAfterError("(add --help for the options)")
  .addCommand(startCommand(), { isDefault: true })
  .addCommand(triggerCommand())
  .addCommand(logCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
