import { progressCounter } from "../../provider/fleet/progress";
import { handClock } from "../support/server/clock";

function watch(total: number) {
  const { clock, pass, setWall } = handClock();
  const lines: string[] = [];
  const progress = progressCounter(clock, "fleet: create", total, (line) => lines.push(line));
  const count = (failed = false) => progress(failed);
  /** Finishes members, one after so many milliseconds. */
  const work = (members: number, everyMs: number) => {
    for (let member = 0; member < members; member += 1) {
      pass(everyMs);
      count();
    }
  };
  return { lines, pass, setWall, count, work };
}

test("short work says nothing", () => {
  const { lines, work } = watch(10);
  work(8, 600);
  expect(lines).toEqual([]);
});

test("long work says done and total, rate and the time left, at most once in five seconds", () => {
  const { lines, work } = watch(1000);
  work(120, 100);
  expect(lines).toEqual([
    "fleet: create: 50/1000 done, 10/s, about 95 s left",
    "fleet: create: 100/1000 done, 10/s, about 90 s left",
  ]);
});

test("the longer it takes, the less often it says so", () => {
  const { lines, work } = watch(100_000);
  work(36_000, 100);
  // An hour: a line every five seconds would be 720.
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThan(30);
});

test("a line that is out of date at once is not said", () => {
  const { lines, pass, count, work } = watch(10);
  work(8, 600);
  pass(600);
  count();
  expect(lines).toEqual([]);
});

test.each([-3_600_000, 3_600_000])("a wall clock that is set by %i ms changes no line", (byMs) => {
  const { lines, pass, setWall, count } = watch(10);
  setWall(byMs);
  pass(5000);
  count();
  expect(lines).toEqual(["fleet: create: 1/10 done, 0.2/s, about 45 s left"]);
});

test("failures are counted", () => {
  const { lines, pass, count } = watch(10);
  count(true);
  pass(5000);
  count(true);
  expect(lines).toEqual(["fleet: create: 2/10 done, 2 failed, 0.4/s, about 20 s left"]);
});

test("slow work says its rate, too", () => {
  const { lines, pass, count } = watch(5);
  pass(10_000);
  count();
  expect(lines).toEqual(["fleet: create: 1/5 done, 0.1/s, about 40 s left"]);
});

test("the end is said by the engine", () => {
  const { lines, pass, count } = watch(1);
  pass(5000);
  count();
  expect(lines).toEqual([]);
});
