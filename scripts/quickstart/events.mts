/** The last part of the story: the declared subscription at work. */
import type { LiveWebhook } from "./api.mjs";
import type { Receiver } from "./receiver.mjs";
import { heading, say, showDelivery } from "./table.mjs";

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
 * Fires one event that the webhook is subscribed to and one that it is not, and shows what arrived.
 * @throws Error if anything but the first arrives
 */
export async function showEvents(
  serverUrl: string,
  instanceId: string,
  { on, off }: LiveWebhook,
  receiver: Receiver,
): Promise<void> {
  heading("Two events happen; only the declared one arrives");
  for (const flag of [on.at(-1) ?? "", off.at(-1) ?? ""]) {
    const before = receiver.received.length;
    await fire(serverUrl, instanceId, flag);
    const arrived = receiver.received.slice(before).map(({ body }) => body.event);
    const declared = on.includes(flag) ? "declared on " : "declared off";
    say(
      `  ${flag.padEnd(20)} ${declared}   → ${arrived.length > 0 ? `${arrived.join(", ")} arrived` : "nothing arrived"}`,
    );
    if (arrived.length !== (on.includes(flag) ? 1 : 0)) {
      throw new Error(`${flag} is ${declared.trim()}, but ${arrived.length} deliveries arrived.`);
    }
  }
  heading("What the receiver got");
  for (const arrival of receiver.received) showDelivery(receiver.url, arrival);
}
