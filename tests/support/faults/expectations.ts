import type { LiveWebhook } from "../../../emulator/src";
import { InitializationFailure, OperationFailure } from "../../../provider/webhook/failure";
import { eventsOn } from "../server/server";
import { DEADLINE_MS, type Observed } from "../stories/run";
import { SCENARIOS, type ScenarioName } from "./cases";
import { DECLARED, SECRETS } from "./declarations";
import type { NamedFault } from "./kinds";

const DECLARED_EVENTS = ["connectionUpdate", "messagesUpsert", "stateInstance"];
const { name, url } = DECLARED;
const SETTLED = { name, url, enabled: true, subscribedEvents: DECLARED_EVENTS };

/**
 * What has to hold of every case: the command failed properly and lost nothing, or did what it says, and the next one
 * settles all.
 *
 * @param fault a refresh may take the webhook for deleted where it says so.
 */
export function expectInvariant(
  observed: Observed,
  scenario: ScenarioName,
  { saysGone }: Pick<NamedFault, "saysGone"> = {},
): void {
  expectTruth(observed, scenario);
  if (observed.first === "gone") expect(saysGone).toBe(true);
  expectNothingLost(observed, scenario);
  expectSecondRunToSettle(observed, scenario);
  expect(observed.slowestMs).toBeLessThanOrEqual(DEADLINE_MS);
  expect(observed.bystanderUntouched).toBe(true);
  for (const error of observed.errors) expectProperFailure(error);
}

/** Whether any of these texts shows something secret. */
export function secretsIn(
  texts: readonly (string | undefined)[],
  secrets = Object.values(SECRETS),
): string[] {
  const all = texts.join("\n");
  return secrets.filter((secret) => all.includes(secret));
}

function expectTruth({ first, atFirst }: Observed, scenario: ScenarioName): void {
  if (first !== "succeeded") return;
  if (SCENARIOS[scenario].command === "destroy") expect(atFirst.live.map(shape)).toEqual(destroyed(scenario));
  else expect(atFirst.live.map(shape)).toEqual([atFirst.kept && shapeOfOutputs(atFirst.kept.outputs)]);
}

// A delete may have been applied although its answer was lost; whatever else fails leaves what there was.
function expectNothingLost({ first, before, atFirst }: Observed, scenario: ScenarioName): void {
  if (first === "succeeded" || first === "gone") return;
  if (before.kept) expect(atFirst.kept?.id).toBe(before.kept.id);
  const ids = (live: readonly LiveWebhook[]) => live.map(({ webhookId }) => webhookId);
  if (scenario !== "destroy") expect(ids(atFirst.live)).toEqual(expect.arrayContaining(ids(before.live)));
  if (scenario === "refresh") expect(atFirst).toEqual(before);
}

function expectSecondRunToSettle(observed: Observed, scenario: ScenarioName): void {
  const { live, resource, changes, refreshed, errors } = observed;
  expect(errors.length).toBeLessThanOrEqual(1);
  if (SCENARIOS[scenario].command === "destroy") {
    expect(resource.kept).toBeUndefined();
    expect(live.map(shape)).toEqual(destroyed(scenario));
    return;
  }
  expect(live.map(shape)).toEqual([SETTLED]);
  const webhookId = String(live[0]?.webhookId);
  expect(resource.kept).toMatchObject({ id: webhookId, unfinished: false });
  expect(resource.kept?.outputs).toMatchObject({ ...SETTLED, webhookId });
  expect(changes).toBe(false);
  expect(refreshed).toEqual(resource.kept);
}

function expectProperFailure(error: Error): void {
  expect([InitializationFailure, OperationFailure]).toContain(error.constructor);
  expect(error.message).toMatch(
    /^could not (create|read|update|delete) webhook "[^"]+" of instance shop-\d+.*: .+\nnow: .+\nnext: .+$/s,
  );
  const { properties, reasons = [] } = error as Partial<InitializationFailure>;
  if (error instanceof InitializationFailure) {
    expect(properties).toMatchObject({ name, url, webhookId: error.id, __provider: expect.any(String) });
  }
  expect(secretsIn([error.message, String(error), error.stack, ...reasons])).toEqual([]);
}

function destroyed(scenario: ScenarioName): object[] {
  return scenario === "destroy" ? [] : [{ ...SETTLED, enabled: false }];
}

function shape(webhook: LiveWebhook) {
  return {
    name: webhook.name,
    url: webhook.url,
    enabled: webhook.enabled,
    subscribedEvents: eventsOn(webhook),
  };
}

function shapeOfOutputs({
  name,
  url,
  enabled,
  subscribedEvents,
}: NonNullable<Observed["atFirst"]["kept"]>["outputs"]) {
  return { name, url, enabled, subscribedEvents };
}
