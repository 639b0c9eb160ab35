import * as pulumi from "@pulumi/pulumi";
import { Webhook, type WebhookArgs } from "../../sdk";
import { runProgram } from "./program";

/**
 * Runs programs whose mistake shows only when an output is known, and prints the errors of each. Such
 * an error ends a program as an unhandled rejection, which a test does not survive: hence a process of its own.
 */
const ARGS: WebhookArgs = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

const PROGRAMS: Record<string, () => void> = {
  outputs: () => {
    new Webhook("one", ARGS);
    new Webhook("other", { ...ARGS, url: pulumi.output(ARGS.url) });
  },
  secrets: () => {
    new Webhook("one", { ...ARGS, name: pulumi.secret("orders") });
    new Webhook("other", ARGS);
  },
  unknown: () => {
    const first = new Webhook("first", { ...ARGS, name: "first" });
    const url = pulumi.interpolate`https://shop.example/${first.id}`;
    new Webhook("one", { ...ARGS, url });
    new Webhook("other", { ...ARGS, url });
  },
};

async function main(): Promise<void> {
  const errors: Record<string, string[]> = {};
  let current: string[] = [];
  process.on("unhandledRejection", (error) => current.push(error instanceof Error ? error.message : "?"));
  for (const preview of [false, true]) {
    for (const [name, program] of Object.entries(PROGRAMS)) {
      current = [];
      errors[preview ? `${name} in a preview` : name] = current;
      await runProgram(program, { preview });
    }
  }
  console.log(JSON.stringify(errors));
}

void main();
