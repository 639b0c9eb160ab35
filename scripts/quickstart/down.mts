/** Takes away what the quick start made: live webhooks, stacks, local server, its folder. */
import { fail } from "../lib/fail.mjs";
import { withLock } from "../lib/lock.mjs";
import { targetOf } from "../lib/target.mjs";
import { PATHS, prepareFolder, removeFolder } from "./folder.mjs";
import { ensureServer, LOCAL_INSTANCE, stopServer } from "./server.mjs";
import { existingStacks, Stack, type StackTarget } from "./stack.mjs";
import { say } from "./table.mjs";

/** @throws Error if the variables that reach the user's own server are not set */
async function targetOfStack(stack: StackTarget["stack"]): Promise<StackTarget> {
  // Its webhooks are in its state file: it can be started again to have them destroyed.
  if (stack === "local") {
    await ensureServer();
    return { stack, token: LOCAL_INSTANCE.token };
  }
  const target = targetOf(process.env);
  if (target.kind === "remote") return { stack, token: target.token };
  throw new Error(
    "npm run up also made a webhook on your own server. To take it away, set CODECHAT_BASE_URL, CODECHAT_TOKEN and " +
      "CODECHAT_INSTANCE_ID as for npm run up, and run npm run down again.",
  );
}

try {
  prepareFolder();
  await withLock(
    PATHS.lock,
    () => say("Waiting for another run in this checkout to end"),
    async () => {
      for (const name of existingStacks()) {
        const stack = new Stack(await targetOfStack(name));
        await stack.prepare();
        await stack.destroy();
      }
      if (await stopServer()) say("Stopped the local server");
      removeFolder();
    },
  );
  say("Removed .quickstart. The packages, the build and the engine stay for next time.");
} catch (error) {
  fail(error);
}
