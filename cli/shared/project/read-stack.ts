import { type ConfigLookup, Session } from "../../core";
import { type DeclaredInState, declaredWebhooksIn } from "./declared-webhooks";
import { configIn } from "./stack-config";
import type { StackSource } from "./stack-source";

/** What a stack declares, and what reads its live webhooks. */
export interface ReadStack extends DeclaredInState {
  /** With the stack's configuration as it is today. */
  readonly session: Session;
}

/**
 * Reads a stack's state and today's configuration.
 *
 * @param given what counts before the configuration, by full key. Default: nothing.
 * @throws Error where the stack cannot be read.
 */
export async function readStack(
  source: StackSource,
  stack: string,
  given: ConfigLookup = () => undefined,
): Promise<ReadStack> {
  const [state, config] = await Promise.all([source.state(stack), source.config(stack)]);
  const session = new Session();
  const configured = configIn(source.programFolder, (key) => config.get(key));
  session.configure((key) => given(key) ?? configured(key));
  return { session, ...declaredWebhooksIn(state) };
}
