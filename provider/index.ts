import { adaptLauncher } from "./engine";
import { FleetProvider } from "./fleet/lifecycle";
import { WebhookProvider } from "./webhook/lifecycle";
import { Run } from "./webhook/run";

adaptLauncher();
const run = new Run();

/**
 * The lifecycle of `Webhook`. Every state names this export in its `__provider` line, so the name
 * stays for as long as there are states.
 */
export const webhook = new WebhookProvider(run);

/** The lifecycle of `WebhookFleet`. A name that stays, for the same reason. */
export const fleet = new FleetProvider(run);
