import * as v from "valibot";
import { messageOf, showUrl } from "../../core";

const failedCommand = v.object({ commandResult: v.object({ err: v.object({ stderr: v.string() }) }) });

/** What is said where there is no engine. */
export const ENGINE_IS_MISSING = "there is no `pulumi` on the PATH";

/** How to get an engine. */
export const INSTALL_ENGINE =
  "install the Pulumi CLI (https://www.pulumi.com/docs/install/), or `npm install pulumi`";

/** What is said where the engine said nothing. */
const ENGINE_WAS_SILENT = "the engine failed and did not say why";

/**
 * What the engine said when a command of the Automation API failed. The API's own message shows the command line
 * and standard output, too, where secrets may stand. Urls are without what may be secret in them.
 */
export function engineWords(error: unknown): string {
  if (!v.is(failedCommand, error)) return withoutSecretUrls(messageOf(error));
  const said = error.commandResult.err.stderr.replace(/^(warning|info):.*$/gm, "");
  const from = said.search(/^error: /m);
  const words = (from < 0 ? said : said.slice(from + "error: ".length)).trim();
  return withoutSecretUrls(words) || ENGINE_WAS_SILENT;
}

// Backends have passwords in their urls; links to documents and folders stay whole.
function withoutSecretUrls(text: string): string {
  return text.replace(/[a-z][a-z0-9+.-]{0,19}:\/\/[^\s"'<>]+?(?=[:,.]?(?:[\s"'<>]|$))/gi, (url) =>
    /^(file:|https?:\/\/[^@?]+$)/i.test(url) ? url : showUrl(url),
  );
}
