import { InitializationFailure, OperationFailure } from "../../../provider/webhook/failure";
import { faultCases, ROWS, SCENARIOS, titleOf } from "../../support/fault-cases";
import { DECLARED, SECRETS } from "../../support/fault-declarations";
import { checkMatrix, noteCase } from "../../support/fault-table";
import { DEADLINE_MS, type FaultBench, type Observed, runCase, startBench } from "../../support/faults-run";
import { eventsOn } from "../../support/server";

const printed: string[] = [];
let bench: FaultBench;

beforeAll(() => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  }
});

describe.each(ROWS.map((row) => [titleOf(row), row] as const))("%s", (_title, row) => {
  beforeAll(async () => {
    bench = await startBench(row.dialect);
  });
  afterAll(() => bench.server.close());

  test.each(
    faultCases([row]).map((each, index) => [`${each.fault.name}, ${each.times}`, each, index] as const),
  )("%s", async (_name, faultCase, index) => {
    const observed = await runCase(bench, faultCase, `shop-${index}`);
    noteCase(faultCase, observed);
    expectSecondRunToSettle(observed, row.scenario);
    expect(observed.slowestMs).toBeLessThanOrEqual(DEADLINE_MS);
    expect(observed.bystanderUntouched).toBe(true);
    observed.errors.forEach(expectProperFailure);
    const told = JSON.stringify(bench.server.log.entries);
    expect([SECRETS.token, SECRETS.password].filter((secret) => told.includes(secret))).toEqual([]);
    bench.server.log.reset();
  });
});

test("nothing secret was printed", () => {
  const all = printed.join("");
  expect(Object.values(SECRETS).filter((secret) => all.includes(secret))).toEqual([]);
});

test("docs/fault-matrix.md shows this run", () => {
  expect(checkMatrix()).toBe("current");
});

function expectSecondRunToSettle(observed: Observed, scenario: keyof typeof SCENARIOS): void {
  const { live, resource, changes, refreshed, errors } = observed;
  expect(errors.length).toBeLessThanOrEqual(1);
  if (SCENARIOS[scenario].command === "destroy") {
    expect(resource.kept).toBeUndefined();
    const left = scenario === "destroy" ? [] : [{ ...shape(DECLARED), enabled: false }];
    expect(live.map((webhook) => shape(webhook))).toEqual(left);
    return;
  }
  expect(live.map((webhook) => shape(webhook))).toEqual([shape(DECLARED)]);
  expect(resource.kept).toMatchObject({ id: String(live[0]?.webhookId), unfinished: false });
  expect(resource.kept?.outputs).toMatchObject({ ...shape(DECLARED), webhookId: String(live[0]?.webhookId) });
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
    const { name, url } = DECLARED;
    expect(properties).toMatchObject({ name, url, webhookId: error.id, __provider: expect.any(String) });
  }
  const shown = [String(error), error.stack, ...reasons].join("\n");
  expect(Object.values(SECRETS).filter((secret) => shown.includes(secret))).toEqual([]);
}

/** What is compared of a declaration, of a live webhook or of a state. */
function shape(webhook: {
  name: string;
  url: string;
  enabled?: boolean;
  events: object | readonly string[];
}) {
  const { name, url, enabled = true, events } = webhook;
  const subscribedEvents = Array.isArray(events)
    ? ["connectionUpdate", "messagesUpsert", "stateInstance"]
    : eventsOn({ events } as Parameters<typeof eventsOn>[0]);
  return { name, url, enabled, subscribedEvents };
}
