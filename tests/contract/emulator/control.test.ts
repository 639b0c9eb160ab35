import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { type Emulator, type LiveWebhook, startEmulator } from "../../../emulator/src";
import { control, INSTANCE, pathOf, send, sendBad, TOKEN, withEmulator } from "../../support/emulator/client";

const declared = { name: "orders", url: "https://example.com/hook" };

describe("the control API", () => {
  test("lists all of itself", () =>
    withEmulator({}, async (emulator) => {
      const { body } = await control<{ method: string; path: string; does: string }[]>(emulator, "GET", "");
      expect(body).toContainEqual(expect.objectContaining({ method: "PUT", path: "/_control/faults" }));
      expect(body.every(({ does }) => does.length > 0)).toBe(true);
    }));

  test("registers instances, rotates and expires tokens, and never shows them", () =>
    withEmulator({}, async (emulator) => {
      await control(emulator, "PUT", "/instances", { "shop/2": "first" });
      const list = (token: string) =>
        send(emulator, "GET", pathOf(undefined, "shop/2"), undefined, { token });
      expect((await list("first")).status).toBe(200);
      await control(emulator, "PUT", "/instances", { "shop/2": "second" });
      expect([(await list("first")).status, (await list("second")).status]).toEqual([401, 200]);
      await control(emulator, "DELETE", "/instances/shop%2F2/token");
      expect((await list("second")).status).toBe(401);
      const { body } = await control(emulator, "GET", "/instances");
      expect(body).toContainEqual({ instanceId: "shop/2", tokenExpired: true, webhooks: 0 });
      expect(JSON.stringify(body)).not.toContain("second");
    }));

  test.each(["constructor", "prototype", "__proto__"])("registers an instance called %s", (instanceId) =>
    withEmulator({}, async (emulator) => {
      await control(emulator, "PUT", "/instances", `{"${instanceId}":"first"}`);
      expect(emulator.acceptsToken(instanceId, "first")).toBe(true);
    }),
  );

  test("creates, changes and deletes webhooks by hand", () =>
    withEmulator({}, async (emulator) => {
      const path = `/instances/${INSTANCE}/webhooks`;
      const planted = await control<LiveWebhook>(emulator, "POST", path, {
        ...declared,
        events: { chatsSet: false },
      });
      expect(planted.body).toMatchObject({ enabled: false, events: { chatsSet: false, messagesSet: true } });
      const one = `${path}/${planted.body.webhookId}`;
      await control(emulator, "PATCH", one, { enabled: true, events: { messagesSet: false } });
      const { body } = await control<LiveWebhook[]>(emulator, "GET", "/webhooks");
      expect(body).toEqual([
        expect.objectContaining({
          ...declared,
          enabled: true,
          events: expect.objectContaining({ chatsSet: false, messagesSet: false }),
        }),
      ]);
      await control(emulator, "DELETE", one);
      expect(emulator.webhooks()).toEqual([]);
    }));

  test("sets, shows and clears faults", () =>
    withEmulator({}, async (emulator) => {
      const rule = { call: "list", nth: 1, fault: { kind: "status", status: 503 } };
      await control(emulator, "PUT", "/faults", [rule]);
      await control(emulator, "POST", "/faults", rule);
      expect((await send(emulator, "GET", pathOf())).status).toBe(503);
      expect((await control(emulator, "GET", "/faults")).body).toEqual([
        { rule, matched: 1, struck: 1 },
        { rule, matched: 1, struck: 0 },
      ]);
      await control(emulator, "DELETE", "/faults");
      expect(emulator.faults.rules).toEqual([]);
    }));

  test("removes an instance with its webhooks", () =>
    withEmulator({}, async (emulator) => {
      emulator.plant(INSTANCE, declared);
      await control(emulator, "DELETE", `/instances/${INSTANCE}`);
      expect(emulator.instanceIds()).toEqual([]);
      expect(emulator.webhooks()).toEqual([]);
    }));

  test("changes the dialect", () =>
    withEmulator({}, async (emulator) => {
      await control(emulator, "PATCH", "/dialect", { listCall: 405 });
      expect((await send(emulator, "GET", pathOf())).status).toBe(405);
      expect((await control(emulator, "GET", "/dialect")).body).toMatchObject({ listCall: 405 });
    }));

  test.each([
    ["PUT", "/faults", [{ call: "list", fault: { kind: "earthquake" } }], 400],
    ["PUT", "/faults", [{ call: "lists", fault: { kind: "reset" } }], 400],
    ["PATCH", "/dialect", { patchMode: "sometimes" }, 400],
    ["PUT", "/instances", { a: 1 }, 400],
    ["PUT", "/instances", { "": "token" }, 400],
    ["POST", `/instances/${INSTANCE}/webhooks`, { name: "x" }, 400],
    ["POST", `/instances/${INSTANCE}/webhooks`, { ...declared, events: { nonsense: true } }, 400],
    ["POST", `/instances/${INSTANCE}/events`, { event: "nonsense" }, 400],
    ["POST", "/instances/nowhere/events", { event: "messagesSet" }, 404],
    ["POST", "/instances/nowhere/webhooks", declared, 404],
    ["PATCH", `/instances/${INSTANCE}/webhooks/nope`, {}, 404],
    ["DELETE", "/instances/nowhere", undefined, 404],
    ["DELETE", "/instances/nowhere/token", undefined, 404],
  ])("refuses %s %s %j with %d", (method, path, body, expected) =>
    withEmulator({}, async (emulator) => {
      const { status } = await sendBad(emulator, method, `/_control${path}`, body);
      expect(status).toBe(expected);
      expect(emulator.webhooks()).toEqual([]);
    }),
  );
});

describe("what is refused", () => {
  const messageOf = async (emulator: Emulator, method: string, path: string, body: unknown) =>
    (await sendBad(emulator, method, `/_control${path}`, body)).body.message;

  test("is told with every problem and where it is", () =>
    withEmulator({}, async (emulator) => {
      const rule = { call: "lists", nth: "never", fault: { kind: "reset", first: 1 } };
      expect(await messageOf(emulator, "POST", "/faults", rule)).toEqual([
        expect.stringMatching(/^call: .*"list".*"lists"/),
        expect.stringMatching(/^nth: expected a number from 1, "always" or /),
        expect.stringMatching(/^fault.first: /),
      ]);
      expect(
        await messageOf(emulator, "PUT", "/faults", [{ call: "any", fault: { kind: "earthquake" } }]),
      ).toEqual([expect.stringMatching(/^0\.fault\.kind: .*"dialect".*"earthquake"/)]);
    }));

  test("shows no token, even one that is a number", () =>
    withEmulator({}, async (emulator) => {
      expect(await messageOf(emulator, "PUT", "/instances", { a: 123456 })).toEqual(["a: expected a string"]);
    }));
});

describe("the request log", () => {
  test("holds every call with its body and status, and no control calls", () =>
    withEmulator({}, async (emulator) => {
      const { body } = await send(emulator, "POST", pathOf(), declared);
      await send(emulator, "GET", pathOf(body.webhookId));
      await send(emulator, "GET", "/elsewhere?key=1");
      const { body: log } = await control<{ count: number; entries: unknown[] }>(emulator, "GET", "/log");
      expect(log.entries).toMatchObject([
        { sequence: 1, method: "POST", call: "create", instanceId: INSTANCE, body: declared, status: 201 },
        { sequence: 2, method: "GET", call: "get", webhookId: body.webhookId, status: 200 },
        { sequence: 3, method: "GET", path: "/elsewhere", status: 404 },
      ]);
      expect(emulator.log.count("create")).toBe(1);
      const { body: tail } = await control<{ count: number }>(emulator, "GET", "/log?since=2");
      expect(tail.count).toBe(1);
      await control(emulator, "DELETE", "/log");
      expect(emulator.log.entries).toEqual([]);
    }));

  test("never holds a token, a header value or a password in a url", () =>
    withEmulator({ serverVersion: "2.2.1" }, async (emulator) => {
      await send(emulator, "POST", pathOf(), {
        name: `${TOKEN} in a name`,
        url: "https://user:pass%77ord@example.com/",
        headers: { short: "header", authorization: "header-secret" },
      });
      const text = JSON.stringify(emulator.log.entries);
      expect(text).toContain("[secret] in a name");
      expect(text).not.toMatch(new RegExp(`${TOKEN}|-secret|pass%77ord|password`));
    }));

  test("counts the calls in flight and the connections they came through", () =>
    withEmulator({}, async (emulator) => {
      emulator.faults.set({ call: "list", fault: { kind: "slow", milliseconds: 50 } });
      const httpAgent = new Agent({ keepAlive: true, maxSockets: 3 });
      const list = () =>
        axios.get(emulator.url + pathOf(), { httpAgent, headers: { authorization: `Bearer ${TOKEN}` } });
      await Promise.all(Array.from({ length: 9 }, list));
      expect(emulator.log.maxInFlight).toBe(3);
      expect(emulator.log.countConnections()).toBe(3);
      expect(emulator.log.inFlight).toBe(0);
      emulator.log.reset();
      expect(emulator.log.maxInFlight).toBe(0);
      httpAgent.destroy();
    }));

  test("forgets the oldest calls when it is full", () =>
    withEmulator({ logLimit: 10 }, async (emulator) => {
      for (let call = 0; call < 12; call += 1) {
        await send(emulator, "GET", pathOf());
      }
      expect(emulator.log.count()).toBeLessThanOrEqual(10);
      expect(emulator.log.entries.at(-1)?.sequence).toBe(12);
    }));
});

describe("the state file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "emulator-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("carries instances, tokens, webhooks and ids over a restart", async () => {
    const stateFile = join(folder, "state.json");
    const dialect = { webhookIds: "integer" } as const;
    let before: LiveWebhook[] = [];
    await withEmulator({ stateFile, dialect }, async (emulator) => {
      await send(emulator, "POST", pathOf(), declared);
      before = emulator.webhooks();
    });
    await withEmulator({ stateFile, dialect, instances: {} }, async (emulator) => {
      expect(emulator.webhooks()).toEqual(before);
      const { body } = await send(emulator, "POST", pathOf(), { ...declared, name: "second" });
      expect(body.webhookId).not.toBe(before[0]?.webhookId);
    });
  });

  test("holds a write as soon as it is answered, and is readable by its owner alone", async () => {
    const stateFile = join(folder, "state.json");
    await withEmulator({ stateFile }, async (emulator) => {
      const create = (_: unknown, index: number) =>
        send(emulator, "POST", pathOf(), { ...declared, name: `hook-${index}` });
      await Promise.all(Array.from({ length: 20 }, create));
      const saved = await readFile(stateFile, "utf8");
      expect(JSON.parse(saved).instances[0].webhooks).toHaveLength(20);
      expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(["state.json"]);
    });
  });

  test("carries over flags and headers of any name", async () => {
    const stateFile = join(folder, "state.json");
    const named = { events: { constructor: false }, headers: { constructor: "a header" } };
    const dialect = { vocabulary: ["constructor"], headers: true };
    await withEmulator({ stateFile, dialect }, async (emulator) => {
      emulator.plant(INSTANCE, { ...declared, ...named });
    });
    await withEmulator({ stateFile, dialect }, async (emulator) => {
      expect(emulator.webhooks()).toMatchObject([named]);
    });
  });

  test("that is no state file is refused, and left as it is", async () => {
    const stateFile = join(folder, "notes.json");
    await writeFile(stateFile, '{"notes":[]}');
    await expect(startEmulator({ stateFile })).rejects.toThrow(
      `${stateFile} as the server's state file: lastIntegerId: `,
    );
    expect(await readFile(stateFile, "utf8")).toBe('{"notes":[]}');
  });

  test("that cannot be written is refused at the start", async () => {
    const stateFile = join(folder, "missing", "state.json");
    await expect(startEmulator({ stateFile })).rejects.toThrow("cannot write the server's state file");
  });
});
