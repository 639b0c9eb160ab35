import type { Emulator } from "../../../emulator/src";
import { INSTANCE, pathOf, send, withEmulator } from "../../support/emulator/client";
import { emulator } from "../../support/emulator/process";

/** One request, one delivery and one request again. */
async function happen(server: Emulator): Promise<void> {
  await send(server, "GET", pathOf());
  server.plant(INSTANCE, { name: "orders", url: "http://127.0.0.1:1/", enabled: true });
  await server.fire(INSTANCE, "messages.upsert");
  await send(server, "GET", "/elsewhere");
}

test("shows requests and deliveries, oldest first, and ends", () =>
  withEmulator({}, async (server) => {
    await happen(server);
    const run = emulator("log", "--url", server.url);
    expect(await run.exit).toEqual({ code: 0, stderr: "" });
    expect(run.lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, "").replace(/\d+ ms$/, "N ms"))).toEqual([
      `GET ${pathOf()} 200 N ms`,
      "event messages.upsert of shop-01 to orders: failed (ECONNREFUSED)",
      "GET /elsewhere 404 N ms",
    ]);
  }));

test("as JSON has an object a line, with all that the control API says", () =>
  withEmulator({}, async (server) => {
    await happen(server);
    const run = emulator("log", "--json", "--url", server.url);
    expect((await run.exit).code).toBe(0);
    expect(run.lines.map((line) => JSON.parse(line))).toEqual([
      { type: "request", ...server.log.entries[0] },
      { type: "delivery", ...server.deliveries[0] },
      { type: "request", ...server.log.entries[1] },
    ]);
  }));

test.each(["SIGINT", "SIGTERM"] as const)(
  "follows: each once, when it is over, also behind one that is not; ends on %s",
  (signal) =>
    withEmulator({}, async (server) => {
      await send(server, "GET", "/before");
      const run = emulator("log", "--follow", "--url", server.url);
      await run.line(/GET \/before 404/);

      server.faults.set({ call: "list", fault: { kind: "hang" } });
      const leave = new AbortController();
      const waits = fetch(server.url + pathOf(), { signal: leave.signal }).catch(() => {});
      await happenBehind(server);
      await run.line(/event messages.upsert of shop-01 to orders: failed/);
      await run.line(/GET \/first 404/);
      await send(server, "GET", "/second");
      await run.line(/GET \/second 404/);
      leave.abort();
      await waits;
      await run.line(/no answer/);

      run.child.kill(signal);
      expect(await run.exit).toEqual({ code: 0, stderr: "" });
      expect(run.lines.map((line) => line.replace(/^\S+ /, "").replace(/ \d+ ms/, ""))).toEqual([
        "GET /before 404",
        expect.stringContaining("failed (ECONNREFUSED)"),
        "GET /first 404",
        "GET /second 404",
        `GET ${pathOf()} no answer (fault: hang)`,
      ]);
    }),
);

/** While one request waits: a delivery and a request. */
async function happenBehind(server: Emulator): Promise<void> {
  while (server.log.inFlight === 0) await new Promise((next) => setImmediate(next));
  server.plant(INSTANCE, { name: "orders", url: "http://127.0.0.1:1/", enabled: true });
  await server.fire(INSTANCE, "messages.upsert");
  await send(server, "GET", "/first");
}

test("shows a request that still waits for its answer, where it does not follow", () =>
  withEmulator({ faults: [{ call: "list", fault: { kind: "hang" } }] }, async (server) => {
    const leave = new AbortController();
    const waits = fetch(server.url + pathOf(), { signal: leave.signal }).catch(() => {});
    while (server.log.inFlight === 0) await new Promise((next) => setImmediate(next));
    const run = emulator("log", "--url", server.url);
    await run.exit;
    leave.abort();
    await waits;
    expect(run.lines).toEqual([expect.stringMatching(/ no answer still waits \(fault: hang\)$/)]);
  }));

test("ends with an error when the server that it follows ends", () =>
  withEmulator({}, async (server) => {
    await send(server, "GET", "/before");
    const run = emulator("log", "--follow", "--url", server.url);
    await run.line(/before/);
    await server.close();
    const { code, stderr } = await run.exit;
    expect(code).toBe(1);
    expect(stderr).toContain(`error: no local server answers at ${server.url} (`);
  }));

test("ends without an error when its reader has left", () =>
  withEmulator({}, async (server) => {
    await send(server, "GET", "/before");
    const run = emulator("log", "--follow", "--url", server.url);
    await run.line(/before/);
    run.child.stdout?.destroy();
    await send(server, "GET", "/after");
    expect(await run.exit).toEqual({ code: 0, stderr: "" });
  }));
