import { adaptLauncher } from "./engine";
import { FleetProvider } from "./fleet/lifecycle";
import { Claims } from "./webhook/claims";
import { WebhookProvider } from "./webhook/lifecycle";
import { Session } from "./webhook/session";

const engine = adaptLauncher();
const claims = engine === undefined ? undefined : new Claims(engine);
if (claims) process.once("exit", () => claims.close());
const session = new Session({ claims });

/**
 * The lifecycle of `Webhook`. Every state names this export in its `__provider` line, so the name
 * stays for as long as there are states.
 */
export const webhook = new WebhookProvider(session);

/** The lifecycle of `WebhookFleet`. A name that stays, for the same reason. */
export const fleet = new FleetProvider(session);
