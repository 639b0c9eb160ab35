import { NoAnswerError } from "../../provider/http/client";
import { systemClock } from "../../provider/http/clock";
import { Deadline, DeadlineError, isDeadlineOver } from "../../provider/http/deadline";
import { failureOf } from "../support/provider/provider";
import { handClock } from "../support/server/clock";

describe("the machine's clock", () => {
  test("tells the time in milliseconds", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });

  test("tells monotonic time, which does not go back", async () => {
    const before = systemClock.monotonicMs();
    await systemClock.sleep(2);
    expect(systemClock.monotonicMs() - before).toBeGreaterThanOrEqual(1);
  });

  test("sleeps", async () => {
    await expect(systemClock.sleep(1)).resolves.toBeUndefined();
  });

  test("calls back later, unless that is taken back", async () => {
    let calls = 0;
    systemClock.after(1, () => calls++);
    systemClock.after(1, () => calls++)();
    await systemClock.sleep(20);
    expect(calls).toBe(1);
  });
});

describe("a deadline", () => {
  test("tells the time that is left, which ends at zero", () => {
    const { clock, pass } = handClock();
    const deadline = new Deadline(clock, 100_000);
    expect(deadline.limitMs).toBe(100_000);
    expect(deadline.remainingMs()).toBe(100_000);
    pass(40_000);
    expect(deadline.remainingMs()).toBe(60_000);
    pass(61_000);
    expect(deadline.remainingMs()).toBe(0);
  });

  test.each([-3_600_000, 3_600_000])("does not move with the wall clock, set by %i ms", (byMs) => {
    const { clock, pass, setWall } = handClock();
    const deadline = new Deadline(clock, 100_000);
    pass(40_000);
    setWall(byMs);
    expect(deadline.remainingMs()).toBe(60_000);
  });

  test("lets what is shorter wait", async () => {
    const { clock, waits } = handClock();
    const deadline = new Deadline(clock, 1_000);
    await deadline.sleep(300);
    await deadline.sleep(699);
    expect(waits).toEqual([300, 699]);
  });

  test("ends a longer wait, and says so", async () => {
    const { clock, waits } = handClock();
    const failure = await failureOf(new Deadline(clock, 1_000).sleep(3_600_000));
    expect(failure).toMatchObject({
      name: "DeadlineError",
      message: "the operation's limit of 1 s is over",
      code: "EDEADLINE",
    });
    expect(waits).toEqual([1_000]);
  });

  test.each([
    [true, new DeadlineError(1)],
    [true, new NoAnswerError("too late", "EDEADLINE", 1, false)],
    [false, new NoAnswerError("too late", "ETIMEDOUT", 1, false)],
    [false, new Error("EDEADLINE")],
    [false, { code: "EDEADLINE" }],
  ])("being over: %p for %p", (over, error) => {
    expect(isDeadlineOver(error)).toBe(over);
  });
});
