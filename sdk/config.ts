import * as pulumi from "@pulumi/pulumi";
import { unknownKeys } from "../provider/config/keys";
import { normalBaseUrl } from "../provider/config/values";

// One a program: the Automation API runs many in one process.
const checkedStacks = new WeakSet<object>();

/**
 * Looks at the stack's configuration before a resource is declared: refuses a token in plain text, and warns, once a
 * program, of keys that have no effect. What is wrong with values is reported by the provider.
 *
 * @throws RunError naming the command that sets a token as a secret.
 */
export function checkConfiguration(): void {
  refusePlainTokens();
  const stack = pulumi.runtime.getStackResource();
  if (!stack || checkedStacks.has(stack)) return;
  checkedStacks.add(stack);
  const keys = Object.keys(pulumi.runtime.allConfig());
  for (const warning of unknownKeys(keys, pulumi.runtime.getProject())) pulumi.log.warn(warning);
}

// The engine copies the whole stack configuration into state, where only secrets are encrypted.
function refusePlainTokens(): void {
  for (const key of ["token", "tokens"]) {
    const fullKey = `codechat:${key}`;
    if (pulumi.runtime.getConfig(fullKey) === undefined || isConfigSecret(fullKey)) continue;
    throw new pulumi.RunError(
      `${fullKey} is in plain configuration, which the engine copies into state; ` +
        `set it as a secret: \`pulumi config set --secret ${fullKey} …\``,
    );
  }
}

/** @see `isConfigSecret` in the runtime of `@pulumi/pulumi`, which exports but does not declare it. */
function isConfigSecret(fullKey: string): boolean {
  const runtime = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return runtime.isConfigSecret?.(fullKey) ?? true;
}

/** The server of resources that name none, in normal form: `codechat:baseUrl`, else `CODECHAT_BASE_URL`. */
export function configuredBaseUrl(): string | undefined {
  const baseUrl = pulumi.runtime.getConfig("codechat:baseUrl") ?? process.env["CODECHAT_BASE_URL"];
  return baseUrl === undefined ? undefined : normalBaseUrl(baseUrl);
}
