/** The last part of the story: the declared subscription at work. */
import type { LiveWebhook } from "./api.mjs";
import type { Receiver } from "./receiver.mjs";
import { heading, say } from "./table.mjs";

/** Lets an event happen in an instance of the local server; resolves when its deliveries are over. */
async function fire(serverUrl: string, instanceId: string, event: string): Promise<void> {
  const answer = await fetch(`${serverUrl}/_control/instances/${encodeURIComponent(instanceId)}/events`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ event }),
  });
  if (!answer.ok) throw new Error(`The local server did not fire ${event}: ${await answer.text()}`);
}

/**
 * Fires one event that the webhook is subscribed to and one that it is not.
 * @throws Error if anything but the first arrives
 */
export async function showEvents(
  serverUrl: string,
  instanceId: string,
  { on, off }: LiveWebhook,
  receiver: Receiver,
): Promise<void> {
  heading("Two events happen; only the declared one arrives");
  const [subscribed = "", unsubscribed = ""] = [on.at(-1), off.at(-1)];
  for (const event of [subscribed, unsubscribed]) {
    const before = receiver.received.length;
    await fire(serverUrl, instanceId, event);
    const arrived = receiver.received.slice(before);
    const declared = on.includes(event) ? "declared on " : "declared off";
    say(
      `  ${event.padEnd(20)} ${declared}   ${arrived.length > 0 ? `→ arrived at ${receiver.url}` : "→ nothing arrived"}`,
    );
  }
  if (receiver.received.join() !== subscribed) {
    throw new Error(
      `Expected ${subscribed} alone to arrive, got: ${receiver.received.join(", ") || "nothing"}.`,
    );
  }
}
