import { adaptLauncher } from "./engine";
import { FleetProvider } from "./fleet/lifecycle";
import { WebhookProvider } from "./webhook/lifecycle";
import { Session } from "./webhook/session";

adaptLauncher();
const session = new Session();

/**
 * The lifecycle of `Webhook`. Every state names this export in its `__provider` line, so the name
 * stays for as long as there are states.
 */
export const webhook = new WebhookProvider(session);

/** The lifecycle of `WebhookFleet`. A name that stays, for the same reason. */
export const fleet = new FleetProvider(session);
