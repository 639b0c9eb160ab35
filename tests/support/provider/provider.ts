import { WebhookProvider } from "../../../provider/webhook/lifecycle";
import { Session, type SessionOptions } from "../../../provider/webhook/session";
import { fastClock } from "../server/clock";
import { TOKEN } from "../server/server";

/** Configuration values without their `codechat:` prefix. */
export type Config = Readonly<Record<string, string | undefined>>;

// In real time a hundredth of it: far more than any test that passes needs.
const AMPLE_SECONDS = "6000";

/** The provider as the engine starts it for one run: a process with the stack's configuration. */
export async function startRun(
  { url }: { readonly url: string },
  config: Config = {},
  options: SessionOptions = {},
): Promise<WebhookProvider> {
  const session = new Session({ clock: fastClock(), random: () => 0.5, environment: {}, ...options });
  const provider = new WebhookProvider(session);
  const values: Config = { baseUrl: url, token: TOKEN, timeoutSeconds: AMPLE_SECONDS, ...config };
  const get = (key: string) => values[key.replace(/^codechat:/, "")];
  await provider.configure({ config: { get, require: (key) => get(key) ?? "" } });
  return provider;
}

/** The error that an operation fails with. */
export async function failureOf(operation: Promise<unknown>): Promise<Error> {
  const outcome = await operation.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Error) return outcome;
  throw new Error("it was to fail, but did not");
}
