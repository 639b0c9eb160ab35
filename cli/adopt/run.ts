import { type AdoptOptions, adopt } from "./adopt";
import { renderText } from "./report";

/**
 * Writes a project from live webhooks, and says what it declares and what to run next.
 *
 * @returns the exit status of the command.
 * @throws Error that says what is in the way, what is now true and what to do.
 */
export async function runAdopt(options: AdoptOptions): Promise<number> {
  const adoption = await adopt(options, (line) => process.stderr.write(`${line}\n`));
  process.stdout.write(renderText(adoption));
  return adoption.leftOut.length > 0 ? 2 : 0;
}
