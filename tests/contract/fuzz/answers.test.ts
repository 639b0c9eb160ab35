import fc from "fast-check";
import { anyAnswer, type FuzzedAnswer, ODD_ANSWERS, showsWebhook } from "../../support/answers/fuzz";
import { rowsOf, titleOf } from "../../support/faults/cases";
import { expectInvariant } from "../../support/faults/expectations";
import { type FaultBench, runCase, startBench } from "../../support/stories/run";

// The same answers in every run, unless asked for others; a failure prints what tells just that one again.
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 10);
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const path = process.env["FUZZ_PATH"];

const rejections: unknown[] = [];
const noteRejection = (reason: unknown) => rejections.push(reason);
const prototype = Reflect.ownKeys(Object.prototype);
let instances = 0;
let bench: FaultBench;

beforeAll(() => process.on("unhandledRejection", noteRejection));
afterAll(() => process.off("unhandledRejection", noteRejection));

describe.each(rowsOf("Answers").map((row) => [titleOf(row), row] as const))("%s", (_title, row) => {
  beforeAll(async () => {
    bench = await startBench(row.dialect);
  });
  afterAll(() => bench.server.close());

  async function expectNoHarm(fault: FuzzedAnswer): Promise<void> {
    const rules = [...(row.given ?? []), { call: row.call, nth: { from: row.nth ?? 1 }, fault }];
    const refresh = row.call === "create" && showsWebhook(fault);
    instances += 1;
    const observed = await runCase(bench, { row, rules }, `shop-${instances}`, { refresh });
    expectInvariant(observed, row.scenario);
    bench.server.log.reset();
  }

  // Adopting differs from creating only in what list answers.
  const odd = row.scenario === "create, adopting" && row.call !== "list" ? [] : Object.entries(ODD_ANSWERS);
  for (const [what, fault] of odd) test(what, () => expectNoHarm(fault));

  test(`${RUNS} random answers`, () =>
    fc.assert(fc.asyncProperty(anyAnswer, expectNoHarm), { numRuns: RUNS, seed, ...(path && { path }) }));
});

test("no answer has changed what all objects have, or left a rejection behind", () => {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(prototype);
  expect(rejections).toEqual([]);
});
