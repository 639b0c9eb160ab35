import { systemClock } from "../../provider/http/clock";
import { type Deadline, withDeadline } from "../../provider/http/deadline";
import { fastClock } from "../support/clock";

describe("the machine's clock", () => {
  test("tells the time in milliseconds", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
  });

  test("sleeps, and wakes up early where the signal is aborted", async () => {
    await expect(systemClock.sleep(1)).resolves.toBeUndefined();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(systemClock.sleep(60_000, signal)).rejects.toMatchObject({ name: "AbortError" });
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
  test("gives back what the operation gives", async () => {
    expect(await withDeadline(fastClock(), 60_000, async () => "done")).toBe("done");
    await expect(withDeadline(fastClock(), 60_000, () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
  });

  test("tells the time that is left, which ends at zero", async () => {
    const clock = fastClock();
    let kept: Deadline | undefined;
    await withDeadline(clock, 100_000, async (deadline) => {
      kept = deadline;
      expect(deadline.limitMs).toBe(100_000);
      expect(deadline.remainingMs()).toBeGreaterThan(0);
      expect(deadline.remainingMs()).toBeLessThanOrEqual(100_000);
    });
    await clock.sleep(101_000);
    expect(kept?.remainingMs()).toBe(0);
    expect(kept?.signal.aborted).toBe(false);
  });

  test("ends a wait, and says so", async () => {
    const operation = withDeadline(fastClock(), 1_000, (deadline) => deadline.sleep(3_600_000));
    await expect(operation).rejects.toThrow("the operation's limit of 1 s is over");
  });
});
