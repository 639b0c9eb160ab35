import { type Emulator, type EmulatorOptions, type LiveWebhook, startEmulator } from "../../../emulator/src";

/** The instance that every server of {@link startServer} has, and its token. */
export const INSTANCE = "shop-01";
export const TOKEN = "token-of-shop-01";

const running: Emulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Starts a CodeChat server that lives until the end of the test. */
export async function startServer(options: EmulatorOptions = {}): Promise<Emulator> {
  const server = await startEmulator({ instances: { [INSTANCE]: TOKEN }, ...options });
  running.push(server);
  return server;
}

/** The calls that reached the server since the last look, in order; the log is empty afterwards. */
export function takeCalls(server: Emulator): (string | undefined)[] {
  const calls = server.log.entries.map(({ call }) => call);
  server.log.reset();
  return calls;
}

/** The one webhook that the instance has. */
export function onlyWebhook(server: Emulator, instanceId = INSTANCE): LiveWebhook {
  const [webhook, ...others] = server.webhooks(instanceId);
  if (!webhook || others.length > 0) throw new Error(`instance ${instanceId} has not exactly one webhook`);
  return webhook;
}

/** Names of the event flags that are on, sorted. */
export function eventsOn({ events }: LiveWebhook): string[] {
  return Object.keys(events)
    .filter((name) => events[name])
    .sort();
}
