import { CallFailure } from "../api/failure";
import { firstOf } from "../api/join";
import { messageOf, nextStep, type OperationName, reasonOf } from "../webhook/failure";

/** A member that could not be brought where it was to be. */
export interface MemberFailure {
  readonly instanceId: string;
  readonly error: unknown;
}

/** This many failures are shown in full; the rest is counted by cause. */
const MAX_FAILURES_SHOWN = 20;
/** More causes than this are counted: a server may put something of its own into every message. */
const MAX_CAUSES_SHOWN = 10;
/** So are more different next steps. */
const MAX_STEPS_SHOWN = 5;

// Servers give webhooks UUIDs, numbers or ids of another kind; what they share is a digit.
const ID_OR_NUMBER = /[\w-]*\d[\w-]*/g;

/** The text of a fleet's error: which members failed and why, what is now true, what to do next. */
export function describeFailures(
  operation: OperationName,
  what: string,
  total: number,
  failures: readonly MemberFailure[],
  now: string,
): string {
  const sorted = [...failures].sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
  const lines = sorted.map(({ instanceId, error }) => `  ${instanceId}: ${messageOf(error)}`);
  const sayMore = (more: number) =>
    `  … and ${more} more; all ${failures.length} by cause: ${byCause(failures)}`;
  const nextSteps = [...new Set(sorted.map(({ error }) => nextStep(error, operation)))];
  return [
    `${what}: ${failures.length} of ${total} members failed`,
    ...firstOf(lines, MAX_FAILURES_SHOWN, sayMore),
    `now: ${now}`,
    ...nextSteps.slice(0, MAX_STEPS_SHOWN).map((step) => `next: ${step}`),
  ].join("\n");
}

function byCause(failures: readonly MemberFailure[]): string {
  const counts = new Map<string, number>();
  for (const { instanceId, error } of failures) {
    const cause = causeOf(reasonOf(error), instanceId);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, MAX_CAUSES_SHOWN).map(([cause, count]) => `${count} × ${cause}`);
  const more = sorted.slice(MAX_CAUSES_SHOWN).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(more > 0 ? [`${more} × something else`] : [])].join("; ");
}

// Without ids and paths, so that the same thing that happened to many members counts as one.
function causeOf(error: unknown, instanceId: string): string {
  if (error instanceof Error && error.cause instanceof CallFailure) return causeOf(error.cause, instanceId);
  const withoutIds = (text: string) => text.replaceAll(instanceId, "{instanceId}").replace(ID_OR_NUMBER, "…");
  if (!(error instanceof CallFailure)) return withoutIds(messageOf(error));
  const { call, status, code, serverMessages } = error;
  const words = serverMessages.length > 0 ? ` (${withoutIds(serverMessages.join("; "))})` : "";
  return `${call.name}: ${status ?? code ?? error.kind}${words}`;
}
