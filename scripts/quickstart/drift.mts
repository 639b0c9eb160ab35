/** The second part of the story: somebody changes the webhook by hand, and the stack puts it right. */
import { type Account, readWebhook, tamper } from "./api.mjs";
import type { Stack } from "./stack.mjs";
import { heading, say, showWebhook } from "./table.mjs";

/**
 * Changes the live webhook, previews and repairs it, and checks that it is as it was.
 * @throws Error if the repair did not restore it
 */
export async function showDrift(stack: Stack, account: Account, webhookId: string): Promise<void> {
  const declared = await readWebhook(account, webhookId);
  const [event = ""] = declared.on.slice(-1);

  heading("Somebody changes it by hand");
  say(`Straight through the API, behind the stack's back: disabled, ${event} switched off.`);
  await tamper(account, declared, event);
  showWebhook(await readWebhook(account, webhookId));

  heading("A preview finds it, and changes nothing");
  await stack.previewDrift();

  heading("The next update puts it right");
  await stack.up({}, { refresh: true });
  say("");
  const repaired = await readWebhook(account, webhookId);
  showWebhook(repaired);
  if (JSON.stringify(repaired) !== JSON.stringify(declared)) {
    throw new Error("The update left the live webhook different from what is declared (tables above).");
  }
}
