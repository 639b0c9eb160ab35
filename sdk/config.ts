import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses a token in plain configuration: the engine copies the whole stack configuration into
 * state, where only secrets are encrypted.
 *
 * @throws RunError naming the command that sets it as a secret.
 */
export function refusePlainTokens(): void {
  for (const key of ["token", "tokens"]) {
    const fullKey = `codechat:${key}`;
    if (pulumi.runtime.getConfig(fullKey) === undefined || isConfigSecret(fullKey)) continue;
    throw new pulumi.RunError(
      `${fullKey} stands in plain configuration, which the engine copies into state; ` +
        `set it as a secret: \`pulumi config set --secret ${fullKey} …\``,
    );
  }
}

/** @see `isConfigSecret` in the runtime of `@pulumi/pulumi`, which exports but does not declare it. */
function isConfigSecret(fullKey: string): boolean {
  const runtime = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return runtime.isConfigSecret?.(fullKey) ?? true;
}

/** The server of resources that name none: `codechat:baseUrl`, else `CODECHAT_BASE_URL`. */
export function configuredBaseUrl(): string | undefined {
  return pulumi.runtime.getConfig("codechat:baseUrl") ?? process.env["CODECHAT_BASE_URL"];
}
