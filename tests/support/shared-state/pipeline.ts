import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Emulator } from "../../../emulator/src";
import { type RunningCommand, startPulumi } from "../crash/process";
import { Project } from "../engine/project";
import { TOKEN } from "../server/server";

/** What the engine says where another run holds the stack. */
export const LOCKED = "the stack is currently locked by";

/** What it says where that lock was taken away between being listed and being read. */
const LOCK_GONE = "key not found: sql: no rows in result set";

/** The project of the pipelines; a stack's name is its instance, too. */
export const PROJECT = "shops";

// Retries go on for as long as a test keeps a run waiting.
const PULUMI_YAML = `name: ${PROJECT}
runtime:
  name: nodejs
  options:
    typescript: false
config:
  codechat:maxRetries:
    value: 100
  codechat:timeoutSeconds:
    value: 600
`;

/** A program with this number of webhooks on the instance that is called like the stack. */
const program = (webhooks: number) => `
const { getStack } = require("@pulumi/pulumi");
const { Webhook } = require("pulumi-codechat");
const instanceId = getStack();
for (let index = 0; index < ${webhooks}; index++) {
  const url = \`https://\${instanceId}.example/\${index}\`;
  new Webhook(\`webhook-\${index}\`, { instanceId, name: "orders", url, events: ["messagesUpsert"] });
}
`;

/** What became of an `up`. */
export interface Ended {
  readonly outcome: "ran" | "locked" | "failed";
  readonly output: string;
}

/** A deploy pipeline on a machine of its own: its own checkout of the project, the state shared. */
export class Pipeline {
  private constructor(readonly project: Project) {}

  /**
   * Makes a checkout.
   *
   * @param webhooks how many each stack declares.
   * @param env what makes the engine keep its state in the shared backend.
   */
  static async open(
    server: Emulator,
    webhooks: number,
    env: Readonly<Record<string, string>>,
  ): Promise<Pipeline> {
    const project = await Project.open({
      files: {
        "package.json": '{ "name": "shops", "private": true }',
        "Pulumi.yaml": PULUMI_YAML,
        "index.js": program(webhooks),
      },
      env: { ...env, CODECHAT_BASE_URL: server.url, CODECHAT_TOKEN: TOKEN },
    });
    return new Pipeline(project);
  }

  /** Creates a stack, whose file goes to the other checkouts, as with a commit. */
  async createStack(stack: string, ...others: readonly Pipeline[]): Promise<void> {
    await this.project.pulumi("stack", "init", stack);
    const file = `Pulumi.${stack}.yaml`;
    for (const { project } of others) {
      await copyFile(join(this.project.folder, file), join(project.folder, file));
    }
  }

  /** Starts `pulumi up`. */
  start(stack: string): RunningCommand {
    return startPulumi(this.project, ["up", "--yes", "--skip-preview", "--stack", stack]);
  }

  /** Runs `pulumi up` to its end. */
  up(stack: string): Promise<Ended> {
    return ended(this.start(stack));
  }

  /** `pulumi cancel`: takes away the locks of runs that are gone. */
  async cancel(stack: string): Promise<void> {
    await this.project.pulumi("cancel", "--yes", "--stack", stack);
  }

  /** Removes the checkout. */
  async close(): Promise<void> {
    await this.project.close();
  }
}

/** Waits for the end of an `up`. */
export async function ended(command: RunningCommand): Promise<Ended> {
  const { succeeded, output } = await command.ended;
  if (succeeded) return { outcome: "ran", output };
  const refused = output.includes(LOCKED) || output.includes(LOCK_GONE);
  return { outcome: refused ? "locked" : "failed", output };
}
