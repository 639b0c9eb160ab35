import { progressCounter } from "../../provider/fleet/progress";
import { handClock } from "../support/server/clock";

function watch(total: number) {
  const { clock, pass, setWall } = handClock();
  const lines: string[] = [];
  const count = progressCounter(clock, "fleet: create", total, (line) => lines.push(line));
  return { lines, pass, setWall, count: (failed = false) => count(failed) };
}

test("short work says nothing", () => {
  const { lines, pass, count } = watch(3);
  for (let member = 0; member < 3; member += 1) {
    pass(600);
    count();
  }
  expect(lines).toEqual([]);
});

test("long work says done and total, rate and the time left, at most once in two seconds", () => {
  const { lines, pass, count } = watch(1000);
  for (let member = 0; member < 50; member += 1) {
    pass(100);
    count();
  }
  expect(lines).toEqual([
    "fleet: create: 20/1000 done, 10/s, about 98 s left",
    "fleet: create: 40/1000 done, 10/s, about 96 s left",
  ]);
});

test.each([-3_600_000, 3_600_000])("a wall clock that is set by %i ms changes no line", (byMs) => {
  const { lines, pass, setWall, count } = watch(10);
  setWall(byMs);
  pass(2000);
  count();
  expect(lines).toEqual(["fleet: create: 1/10 done, 0.5/s, about 18 s left"]);
});

test("failures are counted", () => {
  const { lines, pass, count } = watch(10);
  count(true);
  pass(2000);
  count(true);
  expect(lines).toEqual(["fleet: create: 2/10 done, 2 failed, 1.0/s, about 8 s left"]);
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
