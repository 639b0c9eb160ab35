#!/usr/bin/env node
import { Command } from "commander";
import { adoptCommand } from "./adopt/command";
import { doctorCommand } from "./doctor/command";
import { driftCommand } from "./drift/command";
import { listCommand } from "./list/command";
import { readManifest } from "./shared/manifest";
import { triggerCommand } from "./trigger/command";

const { description, version } = readManifest();

// What runs a command is loaded when it is run: the engine's API takes half a second, which --help does without.
const program = new Command("pulumi-codechat")
  .description(description)
  .version(version)
  .showHelpAfterError("(add --help for the options)")
  .addCommand(adoptCommand())
  .addCommand(doctorCommand())
  .addCommand(driftCommand())
  .addCommand(listCommand())
  .addCommand(triggerCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
