/** The quick start's story: a live webhook; for the local server, also drift, repair and events. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fail } from "../lib/fail.mjs";
import { withLock } from "../lib/lock.mjs";
import { ROOT } from "../lib/project.mjs";
import { type RemoteTarget, targetOf } from "../lib/target.mjs";
import { type Account, readWebhook } from "./api.mjs";
import { showDrift } from "./drift.mjs";
import { showEvents } from "./events.mjs";
import { PATHS, prepareFolder } from "./folder.mjs";
import { startReceiver } from "./receiver.mjs";
import { ensureServer, LOCAL_INSTANCE } from "./server.mjs";
import { Stack, type StackTarget, stackEnvironment } from "./stack.mjs";
import { heading, say, showWebhook } from "./table.mjs";

/** Declares the webhook, applies it, and shows it as read back from the API. @returns the webhook's id */
async function declare(
  stack: Stack,
  account: Account,
  config: Readonly<Record<string, string>>,
): Promise<string> {
  heading("pulumi up: the webhook of examples/quickstart/index.ts");
  const existed = await stack.prepare();
  // An earlier run may have been interrupted between the change by hand and its repair.
  await stack.up({ instanceId: account.instanceId, ...config }, { refresh: existed });
  const webhookId = await stack.output("webhookId");
  heading("What is live now, as read back from the API");
  showWebhook(await readWebhook(account, webhookId));
  return webhookId;
}

/** Leaves a file behind that a shell can source to work on the stack with `pulumi` itself. */
function leaveEnvironment(target: StackTarget): void {
  const { PATH = "", PULUMI_HOME = "" } = process.env;
  const bin = PATH.split(path.delimiter, 1)[0] ?? "";
  const variables: Record<string, string> = { PULUMI_HOME, ...stackEnvironment(target.stack) };
  if (target.stack === "local") variables["CODECHAT_TOKEN"] = target.token;
  const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  writeFileSync(PATHS.env, [...lines, `export PATH=${quoted(bin)}:"$PATH"`, ""].join("\n"), { mode: 0o600 });
}

async function local(): Promise<void> {
  heading("A local CodeChat server");
  const { url: baseUrl, reused } = await ensureServer();
  say(
    `${reused ? "Still running" : "Started"} at ${baseUrl}; its log: ${path.relative(ROOT, PATHS.serverLog)}`,
  );
  const { token, instanceId } = LOCAL_INSTANCE;
  const target = { stack: "local", token } as const;
  const account = { baseUrl, token, instanceId };
  const stack = new Stack(target);
  const receiver = await startReceiver();
  try {
    leaveEnvironment(target);
    const webhookId = await declare(stack, account, { url: receiver.url, "codechat:baseUrl": baseUrl });
    await showDrift(stack, account, webhookId);
    await showEvents(baseUrl, instanceId, await readWebhook(account, webhookId), receiver);
  } finally {
    receiver.close();
  }
}

async function remote({ baseUrl, token, instanceId, webhookUrl }: RemoteTarget): Promise<void> {
  heading("Your CodeChat server");
  say(`${new URL(baseUrl).origin}, instance ${instanceId}; the webhook delivers to ${webhookUrl}`);
  const target = { stack: "remote", token } as const;
  leaveEnvironment(target);
  // The provider finds the server as the quick start did: in CODECHAT_BASE_URL.
  await declare(new Stack(target), { baseUrl, token, instanceId }, { url: webhookUrl });
}

function sayWhatNext(): void {
  heading("What next");
  const next = {
    "examples/quickstart/index.ts": "the program: change it",
    [`source ${path.relative(ROOT, PATHS.env)}`]:
      "then pulumi preview, pulumi up, pulumi stack work on this stack",
    "npm run up": "all of this again",
    "npm run down": "takes all of it away",
    "README.md": "your own stack, your own server",
  };
  for (const [what, why] of Object.entries(next)) say(`  ${what.padEnd(30)}${why}`);
}

try {
  const target = targetOf(process.env);
  prepareFolder();
  await withLock(
    PATHS.lock,
    () => say("Waiting for another run in this checkout to end"),
    async () => {
      await (target.kind === "local" ? local() : remote(target));
    },
  );
  sayWhatNext();
} catch (error) {
  fail(error);
}
