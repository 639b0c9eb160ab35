import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { recordingClock } from "../support/server/clock";
import { INSTANCE, onlyWebhook, startServer, TOKEN, takeCalls } from "../support/server/server";
import { startTimedServer } from "../support/server/timed";

const SEVERAL = Array.from({ length: 12 }, (_, index) => ({ ...ORDERS, name: `orders ${index}` }));

describe("load on the server", () => {
  test("is at most codechat:maxConcurrency requests in flight, over all resources", async () => {
    const server = await startServer({ faults: [{ call: "any", fault: { kind: "slow", milliseconds: 5 } }] });
    const run = await startRun(server, { maxConcurrency: "3" });
    await Promise.all(SEVERAL.map((args) => created(run, args)));
    expect(server.log.maxInFlight).toBeLessThanOrEqual(3);
    // One at a time would be no concurrency at all; how many more depends on the machine.
    expect(server.log.maxInFlight).toBeGreaterThan(1);
    expect(server.webhooks()).toHaveLength(SEVERAL.length);
  });

  test("reuses its connections", async () => {
    const server = await startServer();
    const run = await startRun(server, { maxConcurrency: "2" });
    await Promise.all(SEVERAL.map((args) => created(run, args)));
    expect(server.log.count()).toBe(4 * SEVERAL.length);
    expect(server.log.countConnections()).toBeLessThanOrEqual(2);
  });

  test("pauses for all resources when one is asked to wait", async () => {
    const { server, clock } = await startTimedServer({
      faults: [{ call: "list", nth: 1, fault: { kind: "status", status: 429, retryAfter: 30 } }],
    });
    const run = await startRun(server, { maxConcurrency: "1" }, { clock });
    const start = clock.monotonicMs();
    await Promise.all(SEVERAL.slice(0, 3).map((args) => created(run, args)));
    expect(clock.monotonicMs() - start).toBe(30_000);
    // The others asked once each: nobody else ran into the 429.
    expect(
      server.log.entries.map(({ call, status }) => (call === "list" ? status : 0)).filter(Boolean),
    ).toEqual([429, 200, 200, 200]);
  });

  test("does not pause for another server", async () => {
    const busy = await startServer({
      faults: [{ call: "list", fault: { kind: "status", status: 503, retryAfter: 600 } }],
    });
    const idle = await startServer();
    const run = await startRun(busy, { maxRetries: "0" });
    await failureOf(created(run));
    const clock = recordingClock();
    await created(await startRun(idle, {}, { clock }), ORDERS);
    await created(run, { ...ORDERS, name: "sales", baseUrl: idle.url });
    expect(idle.webhooks()).toHaveLength(2);
  });

  test.each([
    ["a date", { dateIn: 20 }],
    ["garbage, which is no reason to stop trying", "soon"],
  ])("honours Retry-After as %s", async (_what, retryAfter) => {
    const server = await startServer({
      faults: [{ call: "list", nth: 1, fault: { kind: "status", status: 429, retryAfter } }],
    });
    await created(await startRun(server));
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("waits longer after each failure, with jitter", async () => {
    const server = await startServer({ faults: [{ call: "list", fault: { kind: "status", status: 500 } }] });
    const clock = recordingClock();
    await failureOf(created(await startRun(server, {}, { clock, random: () => 0.25 })));
    expect(clock.waits).toEqual([50, 100, 200, 400, 800]);
  });
});

describe("an operation", () => {
  test("ends at codechat:timeoutSeconds where the server never answers", async () => {
    const { server, clock } = await startTimedServer({ faults: [{ call: "list", fault: { kind: "hang" } }] });
    const start = clock.monotonicMs();
    const { message } = await failureOf(created(await startRun(server, { timeoutSeconds: "20" }, { clock })));
    expect(clock.monotonicMs() - start).toBe(20_000);
    expect(message).toContain(
      "no answer within the operation's limit of 20 s; the last attempt before: no answer within 5 s",
    );
    expect(message).toContain("next: run the same command again; a larger codechat:timeoutSeconds gives");
  });

  test("survives one attempt that hangs: it is cut off in time for another", async () => {
    const { server, clock } = await startTimedServer({
      faults: [{ call: "update", nth: 1, fault: { kind: "hang" } }],
    });
    await created(await startRun(server, { timeoutSeconds: "20" }, { clock }));
    expect(server.log.count("update")).toBe(2);
    expect(onlyWebhook(server).enabled).toBe(true);
  });

  test("that waited for its slot behind others has its whole limit all the same", async () => {
    const { server, clock } = await startTimedServer({ faults: [{ call: "any", fault: { kind: "hang" } }] });
    const run = await startRun(server, { timeoutSeconds: "20", maxConcurrency: "1" }, { clock });
    const start = clock.monotonicMs();
    const failures = await Promise.all(SEVERAL.slice(0, 3).map((args) => failureOf(created(run, args))));
    expect(clock.monotonicMs() - start).toBe(60_000);
    expect(failures.map(({ message }) => /no answer within [^;\n]*/.exec(message)?.[0])).toEqual(
      failures.map(() => "no answer within the operation's limit of 20 s"),
    );
  });

  test.each([-3_600_000, 3_600_000])("lasts as long where the wall clock is set by %i ms", async (byMs) => {
    const { server, clock } = await startTimedServer({
      faults: [
        { call: "list", nth: 1, fault: { kind: "status", status: 429, retryAfter: 10 } },
        { call: "update", nth: 1, fault: { kind: "hang" } },
      ],
    });
    const now = () => clock.now() + (server.log.count() > 0 ? byMs : 0);
    const run = await startRun(server, { timeoutSeconds: "40" }, { clock: { ...clock, now } });
    const start = clock.monotonicMs();
    await created(run);
    // The pause, an attempt's quarter of the limit, and a backoff.
    expect(clock.monotonicMs() - start).toBe(10_000 + 10_000 + 100);
  });

  test("is not begun in a pause that is longer than it may take", async () => {
    const { server, clock } = await startTimedServer({
      faults: [{ call: "list", nth: 1, fault: { kind: "status", status: 503, retryAfter: 999_999_999 } }],
    });
    const recording = recordingClock(clock);
    const run = await startRun(server, { timeoutSeconds: "20" }, { clock: recording });
    const first = await failureOf(created(run));
    expect(first.message).toContain("was answered 503 Service Unavailable");
    const second = await failureOf(created(run, { ...ORDERS, name: "sales" }));
    expect(second.message).toContain(
      "(list webhooks) was not sent: the server asked for a pause of 999999999 s (Retry-After)",
    );
    expect(second.message).toContain("next: wait and run the same command again");
    expect(takeCalls(server)).toEqual(["list"]);
    expect(recording.waits).toEqual([]);
  });
});

describe("a redirect", () => {
  test.each([301, 302, 307, 308])(
    "(%i) is not followed, and the token does not reach the other host",
    async (status) => {
      const other = await startServer({ instances: { [INSTANCE]: TOKEN } });
      const location = `${other.url}/api/v2/instance/${INSTANCE}/webhook`;
      const server = await startServer({
        faults: [{ call: "any", fault: { kind: "redirect", location, status } }],
      });
      const { message } = await failureOf(created(await startRun(server)));
      expect(message).toContain(`was answered ${status}`);
      expect(message).toContain("next: set codechat:baseUrl to the address that the server redirects to");
      expect(other.log.count()).toBe(0);
      expect(server.log.count()).toBe(1);
    },
  );
});

describe("an answer", () => {
  const MEBIBYTE = 1024 * 1024;

  test("of more than 5 MiB is refused, and not tried again", async () => {
    const server = await startServer({
      faults: [{ call: "list", fault: { kind: "huge", bytes: 5 * MEBIBYTE + 1 } }],
    });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("got no usable answer: an answer larger than 5242880 bytes");
    expect(server.log.count()).toBe(1);
  });

  test("of 5 MiB is read", async () => {
    const server = await startServer({
      faults: [{ call: "list", fault: { kind: "huge", bytes: 5 * MEBIBYTE } }],
    });
    const { message } = await failureOf(created(await startRun(server)));
    expect(message).toContain("with something that is not as the API documents it");
  });
});
