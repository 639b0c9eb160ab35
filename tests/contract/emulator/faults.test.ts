import type { Emulator, EmulatorOptions, Fault } from "../../../emulator/src";
import { INSTANCE, pathOf, send, sendBad, sendInVain, withEmulator } from "../../support/emulator/client";

const declared = { name: "orders", url: "https://example.com/hook" };

/** Runs the test with a webhook whose first PUT suffers the fault. */
function withFault(
  fault: Fault,
  test: (emulator: Emulator, path: string, liveName: () => string | undefined) => Promise<void>,
): Promise<void> {
  return withEmulator({ faults: [{ call: "update", nth: 1, fault }] }, async (emulator) => {
    const { webhookId } = emulator.plant(INSTANCE, { ...declared, name: "before" });
    await test(emulator, pathOf(webhookId), () => emulator.webhooks()[0]?.name);
  });
}

describe.each([
  [false, "before"],
  [true, "orders"],
] as const)("with applied: %s the live webhook is named %s", (applied, name) => {
  test("after an error status", () =>
    withFault({ kind: "status", status: 500, applied }, async (emulator, path, liveName) => {
      const { status, body } = await sendBad(emulator, "PUT", path, declared);
      const message = ["Internal Server Error"];
      expect({ status, body }).toEqual({
        status: 500,
        body: { message, error: "Internal Server Error", statusCode: 500 },
      });
      expect(liveName()).toBe(name);
    }));

  test("after a connection reset", () =>
    withFault({ kind: "reset", applied }, async (emulator, path, liveName) => {
      expect(await sendInVain(emulator, "PUT", path, declared)).toBe("ECONNRESET");
      expect(liveName()).toBe(name);
      expect(emulator.log.entries[0]).toMatchObject({ call: "update", fault: "reset" });
      expect(emulator.log.entries[0]).not.toHaveProperty("status");
    }));

  test.each<Fault>([
    { kind: "hang", applied },
    { kind: "slow", milliseconds: 60_000, applied },
  ])("while the client waits for an answer: $kind", (fault) =>
    withFault(fault, async (emulator, path, liveName) => {
      const unanswered = sendInVain(emulator, "PUT", path, declared);
      await until(() => emulator.log.entries[0]?.fault !== undefined);
      expect(liveName()).toBe(name);
      await emulator.close();
      expect(await unanswered).toBe("ECONNRESET");
    }),
  );

  test("after any other body", () =>
    withFault(
      { kind: "body", status: 202, contentType: "text/plain", body: "nonsense", applied },
      async (emulator, path, liveName) => {
        const { status, headers, body } = await send<unknown>(emulator, "PUT", path, declared);
        expect([status, headers["content-type"], body]).toEqual([202, "text/plain", "nonsense"]);
        expect(liveName()).toBe(name);
      },
    ));

  test("after a huge body", () =>
    withFault({ kind: "huge", bytes: 200_000, applied }, async (emulator, path, liveName) => {
      const { status, body } = await send<unknown>(emulator, "PUT", path, declared);
      expect([status, body]).toEqual([200, "x".repeat(199_998)]);
      expect(liveName()).toBe(name);
    }));
});

test.each(["length", "chunked"] as const)("an answer cut in the middle (%s) was applied", (framing) =>
  withFault({ kind: "cut", framing }, async (emulator, path, liveName) => {
    expect(await sendInVain(emulator, "PUT", path, declared)).toMatch(/^(ECONNRESET|ERR_BAD_RESPONSE)$/);
    expect(liveName()).toBe("orders");
  }),
);

test("a slow answer is the normal one", () =>
  withFault({ kind: "slow", milliseconds: 5 }, async (emulator, path) => {
    const { status, body } = await send(emulator, "PUT", path, declared);
    expect(status).toBe(201);
    expect(body).toMatchObject(declared);
  }));

test("slow answers can be given one at a time, in the order of the calls", () => {
  const waits: number[] = [];
  const fault = { kind: "slow", milliseconds: 400, inTurn: true } as const;
  const options: EmulatorOptions = {
    faults: [{ call: "list", fault }],
    clock: () => 0,
    sleep: async (milliseconds) => void waits.push(milliseconds),
  };
  return withEmulator(options, async (emulator) => {
    for (let call = 0; call < 3; call += 1) await send(emulator, "GET", pathOf());
    expect(waits).toEqual([400, 800, 1200]);
  });
});

test("a call can be missing, in the words of the service's framework", () =>
  withFault({ kind: "noRoute" }, async (emulator, path, liveName) => {
    const { status, body } = await sendBad(emulator, "PUT", path, declared);
    expect({ status, body }).toEqual({
      status: 404,
      body: { message: [`Cannot PUT ${path}`], error: "Not Found", statusCode: 404 },
    });
    expect(liveName()).toBe("before");
  }));

test("a body can come without a content type", () =>
  withFault({ kind: "body", status: 404, contentType: "", body: "" }, async (emulator, path) => {
    const { status, headers, body } = await send<unknown>(emulator, "PUT", path, declared);
    expect([status, headers["content-type"], body]).toEqual([404, undefined, ""]);
  }));

test("a proxy's error page is HTML", () =>
  withFault({ kind: "status", status: 502, page: "html" }, async (emulator, path) => {
    const { status, headers, body } = await send<string>(emulator, "PUT", path, declared);
    expect(status).toBe(502);
    expect(headers["content-type"]).toContain("text/html");
    expect(body).toContain("<title>502 Bad Gateway</title>");
  }));

test.each([
  [undefined, undefined],
  [3, "3"],
  ["soon", "soon"],
])("429 can come with Retry-After %j", (retryAfter, header) =>
  withFault(
    { kind: "status", status: 429, ...(retryAfter !== undefined && { retryAfter }) },
    async (emulator, path) => {
      const { status, headers } = await sendBad(emulator, "PUT", path, declared);
      expect([status, headers["retry-after"]]).toEqual([429, header]);
    },
  ),
);

test("429 can come with a date in Retry-After", () =>
  withFault({ kind: "status", status: 429, retryAfter: { dateIn: 60 } }, async (emulator, path) => {
    const { headers } = await sendBad(emulator, "PUT", path, declared);
    const date = headers["retry-after"] ?? "";
    expect(new Date(date).toUTCString()).toBe(date);
  }));

test("a redirect names its target and applies nothing", () =>
  withFault({ kind: "redirect", location: "http://other.example/" }, async (emulator, path, liveName) => {
    const { status, headers } = await sendBad(emulator, "PUT", path, declared);
    expect([status, headers["location"]]).toEqual([307, "http://other.example/"]);
    expect(liveName()).toBe("before");
  }));

test("one call can be carried out in another dialect", () =>
  withFault({ kind: "dialect", dialect: { readLag: 1 } }, async (emulator, path) => {
    await send(emulator, "PUT", path, declared);
    expect((await send(emulator, "GET", path)).body.name).toBe("before");
    expect((await send(emulator, "GET", path)).body.name).toBe("orders");
  }));

describe("rules", () => {
  const fault: Fault = { kind: "status", status: 503 };
  const statuses = async (emulator: Emulator, calls: number) => {
    const seen: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      seen.push((await send(emulator, "GET", pathOf())).status);
    }
    return seen;
  };

  test.each([
    [undefined, [503, 503, 503, 503]],
    ["always" as const, [503, 503, 503, 503]],
    [2, [200, 503, 200, 200]],
    [{ from: 2 }, [200, 503, 503, 503]],
    [{ from: 2, count: 2 }, [200, 503, 503, 200]],
  ])("nth: %j strikes as %j", (nth, expected) =>
    withEmulator(
      { faults: [{ call: "list", fault, ...(nth !== undefined && { nth }) }] },
      async (emulator) => {
        expect(await statuses(emulator, 4)).toEqual(expected);
      },
    ),
  );

  test("a token that expires in the middle is 401 from the n-th call on", () =>
    withEmulator(
      { faults: [{ call: "any", nth: { from: 2 }, fault: { kind: "status", status: 401 } }] },
      async (emulator) => {
        expect((await send(emulator, "POST", pathOf(), declared)).status).toBe(201);
        expect(await statuses(emulator, 2)).toEqual([401, 401]);
      },
    ));

  test("a rule strikes only its call and its instance", () =>
    withEmulator({ faults: [{ call: "list", instanceId: "other", fault }] }, async (emulator) => {
      expect(await statuses(emulator, 1)).toEqual([200]);
      emulator.faults.set({ call: "create", fault });
      expect(await statuses(emulator, 1)).toEqual([200]);
    }));

  test("the first rule that strikes wins, every rule counts, dialects add up", () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.set(
        { call: "any", nth: 2, fault },
        { call: "list", fault: { kind: "status", status: 500 } },
        { call: "list", fault: { kind: "dialect", dialect: { errorMessage: "string" } } },
      );
      const replies = [await sendBad(emulator, "GET", pathOf()), await sendBad(emulator, "GET", pathOf())];
      expect(replies.map(({ status }) => status)).toEqual([500, 503]);
      expect(replies.map(({ body }) => body.message)).toEqual([
        "Internal Server Error",
        "Service Unavailable",
      ]);
      expect(emulator.faults.rules.map(({ matched, struck }) => [matched, struck])).toEqual([
        [2, 1],
        [2, 1],
        [2, 2],
      ]);
      emulator.faults.clear();
      expect(await statuses(emulator, 1)).toEqual([200]);
    }));
});

test("a client may leave before the answer", () =>
  withFault({ kind: "hang" }, async (emulator, path) => {
    expect(await sendInVain(emulator, "PUT", path, declared, 50)).toBe("ECONNABORTED");
    await until(() => emulator.log.inFlight === 0);
  }));

/** Lets the server work until the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise(setImmediate);
  }
}
