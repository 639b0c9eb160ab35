import type { Emulator } from "../../../emulator/src";

/** What one command of the engine did. */
export interface Outcome {
  /** All that it printed. */
  readonly output: string;
  /** The calls that the server got meanwhile, in their order. */
  readonly calls: readonly string[];
}

/** A command that failed; what it printed is the message. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";

  constructor(readonly outcome: Outcome) {
    super(outcome.output);
  }
}

/**
 * Runs one command and says what came of it, also at the server.
 *
 * @param command prints through `print`; resolves to whether it succeeded.
 * @throws CommandFailure where it did not.
 */
export async function observe(
  server: Pick<Emulator, "log"> | undefined,
  command: (print: (text: string) => void) => Promise<boolean>,
): Promise<Outcome> {
  server?.log.reset();
  let output = "";
  const succeeded = await command((text) => {
    output += text;
  });
  const calls = (server?.log.entries ?? []).map(({ call, method, path }) => call ?? `${method} ${path}`);
  if (!succeeded) throw new CommandFailure({ output, calls });
  return { output, calls };
}

/**
 * The outcome of a command that is to fail.
 *
 * @throws Error where it succeeds.
 */
export async function failureOf(command: Promise<Outcome>): Promise<Outcome> {
  const outcome = await command.catch((error: unknown) => {
    if (error instanceof CommandFailure) return error;
    throw error;
  });
  if (outcome instanceof CommandFailure) return outcome.outcome;
  throw new Error(`the command was to fail, but it succeeded:\n${outcome.output}`);
}
