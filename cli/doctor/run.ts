import { usesColours } from "../shared/terminal/style";
import { type DiagnosisOptions, diagnose } from "./diagnose";
import { worstOf } from "./finding";
import { renderJson, renderText } from "./report";

/** What `pulumi-codechat doctor` is asked for. */
export interface DoctorOptions extends DiagnosisOptions {
  /** Print the findings as JSON. */
  readonly json?: true;
}

/**
 * Looks at all that a stack needs to reach its webhooks, and prints what was found.
 *
 * @returns the exit status of the command.
 * @throws Error where an instance id cannot be used, or the folder is missing.
 */
export async function runDoctor({ json, ...options }: DoctorOptions): Promise<number> {
  const findings = await diagnose(options);
  process.stdout.write(json ? renderJson(findings) : renderText(findings, usesColours()));
  return worstOf(findings) === "failure" ? 1 : 0;
}
