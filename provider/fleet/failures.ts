import { CallFailure } from "../api/failure";
import { nextStep } from "../webhook/failure";

/** A member that could not be brought where it was to be. */
export interface MemberFailure {
  readonly instanceId: string;
  readonly error: unknown;
}

/** This many failures are shown in full; the rest is counted by cause. */
const SHOWN_IN_FULL = 20;

/** The text of a fleet's error: which members failed and why, what is now true, what to do next. */
export function describeFailures(
  what: string,
  total: number,
  failures: readonly MemberFailure[],
  now: string,
): string {
  const shown = failures
    .slice(0, SHOWN_IN_FULL)
    .map(({ instanceId, error }) => `  ${instanceId}: ${messageOf(error)}`);
  const more = failures.length - shown.length;
  const nextSteps = new Set(failures.map(({ error }) => nextStep(error)));
  return [
    `${what}: ${failures.length} of ${total} members failed`,
    ...shown,
    ...(more > 0 ? [`  … and ${more} more; all ${failures.length} by cause: ${byCause(failures)}`] : []),
    `now: ${now}`,
    ...[...nextSteps].map((step) => `next: ${step}`),
  ].join("\n");
}

function byCause(failures: readonly MemberFailure[]): string {
  const counts = new Map<string, number>();
  for (const { error } of failures) {
    const cause = causeOf(error);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([cause, count]) => `${count} × ${cause}`).join("; ");
}

// Without ids and paths, so that the same thing that happened to many members counts as one.
function causeOf(error: unknown): string {
  if (!(error instanceof CallFailure)) return messageOf(error);
  const { call, status, code, serverMessages } = error;
  const words = serverMessages.length > 0 ? ` (${serverMessages.join("; ")})` : "";
  return `${call.name}: ${status ?? code ?? error.kind}${words}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
