#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { driftCommand } from "./drift/command";
import { emulatorCommand } from "./emulator";

const { description, version }: { description: string; version: string } = JSON.parse(
  readFileSync(require.resolve("pulumi-codechat/package.json"), "utf8"),
);

const program = new Command("pulumi-codechat")
  .description(description)
  .version(version)
  .showHelpAfterError("(add --help for the options)")
  .addCommand(driftCommand())
  .addCommand(emulatorCommand());

program.parseAsync().catch((error: unknown) => {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
