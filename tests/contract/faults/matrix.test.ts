import { faultCases, ROWS, titleOf } from "../../support/faults/cases";
import { SECRETS } from "../../support/faults/declarations";
import { expectInvariant, secretsIn } from "../../support/faults/expectations";
import { checkMatrix, noteCase } from "../../support/faults/table";
import { type FaultBench, runCase, startBench } from "../../support/stories/run";

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
    expectInvariant(observed, row.scenario, faultCase.fault);
    const log = JSON.stringify(bench.server.log.entries);
    expect(secretsIn([log], [SECRETS.token, SECRETS.password])).toEqual([]);
    bench.server.log.reset();
  });
});

test("nothing secret was printed", () => {
  expect(secretsIn(printed)).toEqual([]);
});

test("docs/fault-matrix.md shows this run", () => {
  expect(checkMatrix()).toBe("current");
});
