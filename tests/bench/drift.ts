/**
 * `npm run bench -- drift [webhooks] [rounds]`: how long `pulumi-codechat drift` takes on a stack with drift in
 * 25 of its webhooks (200), beside the engine's own commands; medians of the rounds (5).
 */
import { resolve } from "node:path";
import { startEmulator } from "../../emulator/src";
import { declarationsOf, instancesOf, PLANTED, plantDrift } from "../support/drift/planted";
import { DeclaredStack } from "../support/engine/declared";
import { time } from "./command";
import { median } from "./statistics";

const COMMAND = resolve(__dirname, "../../dist/cli/main.js");
const TOKEN = "token";
const QUIETLY = ["--non-interactive", "--color", "never"];
/** A command and the exit status that it has on drift. */
const COMMANDS: Readonly<Record<string, { command: string; args: readonly string[]; status: number }>> = {
  "pulumi-codechat drift": { command: process.execPath, args: [COMMAND, "drift"], status: 2 },
  "pulumi preview --refresh": { command: "pulumi", args: ["preview", "--refresh", ...QUIETLY], status: 0 },
  "pulumi preview --refresh --run-program": {
    command: "pulumi",
    args: ["preview", "--refresh", "--run-program", ...QUIETLY],
    status: 0,
  },
};

async function main(): Promise<void> {
  const [webhooks = 200, rounds = 5] = process.argv.slice(3).map(Number);
  const tokens = instancesOf(webhooks).map((id) => [id, TOKEN]);
  const server = await startEmulator({ instances: Object.fromEntries(tokens) });
  const stack = await DeclaredStack.create({ "codechat:baseUrl": server.url }, { "codechat:token": TOKEN });
  try {
    await stack.declare(declarationsOf(webhooks));
    await stack.up();
    plantDrift(server, webhooks);
    const { folder, env } = stack.project;
    const options = { cwd: folder, env: { ...process.env, ...env } };
    const seconds = new Map(Object.keys(COMMANDS).map((name): [string, number[]] => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, { command, args, status }] of Object.entries(COMMANDS)) {
        const timed = await time(command, args, options, status);
        seconds.get(name)?.push(timed.seconds);
      }
    }
    console.log(`${webhooks} webhooks, ${PLANTED} drifted; median of ${rounds}, in seconds`);
    for (const [name, times] of seconds) {
      const spread = `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}`;
      console.log(`${name.padEnd(40)} ${(median(times) ?? 0).toFixed(2)} (${spread})`);
    }
  } finally {
    await stack.close();
    await server.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
