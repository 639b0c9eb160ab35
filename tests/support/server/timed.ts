import type { Emulator, EmulatorOptions } from "../../../emulator/src";
import { type IdleClock, idleClock } from "../stories/clock";
import { startServer } from "./server";

/**
 * A server, and the clock for runs against it alone, where it matters which wait ends first: limits,
 * deadlines and pauses. A busy machine changes nothing about that, unlike with a clock that merely runs fast.
 *
 * @param oneAtATime slow answers of the server come one after the other, as with a single worker. Default false.
 */
export async function startTimedServer(
  options: EmulatorOptions = {},
  { oneAtATime = false } = {},
): Promise<{ server: Emulator; clock: IdleClock }> {
  const clock = idleClock();
  const server = await startServer({
    ...options,
    sleep: oneAtATime ? clock.sleepOfServerInTurn : clock.sleepOfServer,
  });
  clock.watch(server);
  return { server, clock };
}
