import * as v from "valibot";

const failedCommand = v.object({ commandResult: v.object({ err: v.object({ stderr: v.string() }) }) });

/** What is said where there is no engine. */
export const ENGINE_IS_MISSING = "there is no `pulumi` on the PATH";

/** How to get an engine. */
export const INSTALL_ENGINE =
  "install the Pulumi CLI (https://www.pulumi.com/docs/install/), or `npm install pulumi`";

/** What is said where the engine said nothing. */
export const ENGINE_WAS_SILENT = "the engine failed and did not say why";

/**
 * What the engine wrote to standard error when a command of the Automation API failed. The API's own
 * message shows the command line and standard output, too, where secrets may stand.
 *
 * @returns `undefined` where the error is not that of a command.
 */
export function engineStderr(error: unknown): string | undefined {
  return v.is(failedCommand, error) ? error.commandResult.err.stderr : undefined;
}
