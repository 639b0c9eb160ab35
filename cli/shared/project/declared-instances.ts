import type { ConnectionInputs } from "../../core";
import type { DeclaredWebhook } from "./declared-webhooks";

/**
 * The instances of declared webhooks, without doubles, each with the server and token that its resource names
 * itself. Holds tokens.
 */
export function declaredInstances(webhooks: readonly DeclaredWebhook[]): ConnectionInputs[] {
  return withoutDoubles(
    webhooks.map(({ ownBaseUrl, declared: { instanceId, token } }) => ({
      instanceId,
      baseUrl: ownBaseUrl,
      token,
    })),
  );
}

/** Of those that are tried on the same server with the same token, the first. */
export function withoutDoubles(instances: readonly ConnectionInputs[]): ConnectionInputs[] {
  const byKey = new Map(
    instances.map((each) => [
      JSON.stringify([each.instanceId, each.baseUrl ?? null, each.token ?? null]),
      each,
    ]),
  );
  return [...byKey.values()];
}
