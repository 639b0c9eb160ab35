import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Adoption, type AdoptOptions, adopt } from "../../cli/adopt/adopt";
import { renderText } from "../../cli/adopt/report";
import type { Dialect, Emulator } from "../../emulator/src";
import { SCHEMA_EVENT_NAMES } from "../../provider/api/events";
import { runProgram } from "../support/provider/adopted";
import { failureOf, startRun } from "../support/provider/provider";
import { created } from "../support/provider/resource";
import { INSTANCE, startServer, TOKEN } from "../support/server/server";

let folder: string;
const out = () => join(folder, "out");
const tokens = () => join(folder, "tokens.json");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "codechat-adopt-"));
  writeFileSync(tokens(), JSON.stringify({ [INSTANCE]: TOKEN }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function adoptFrom(server: Pick<Emulator, "url">, options: Partial<AdoptOptions> = {}): Promise<Adoption> {
  const defaults = { instance: [], instances: tokens(), baseUrl: server.url, out: out(), fleetFrom: 5 };
  return adopt({ ...defaults, ...options }, () => {});
}

function plantSome(server: Emulator, extra: Readonly<Record<string, boolean>> = {}): void {
  const off = Object.fromEntries(SCHEMA_EVENT_NAMES.slice(0, 15).map((name) => [name, false]));
  const url = (path: string) => `https://shop.example/${path}`;
  server.plant(INSTANCE, { name: "all", url: url("all"), enabled: true });
  server.plant(INSTANCE, { name: "few", url: url("few"), events: { ...off, ...extra } });
  server.plant(INSTANCE, {
    name: "most",
    url: url("most"),
    enabled: true,
    events: { chatsSet: false, ...extra },
  });
  server.plant(INSTANCE, { name: "twins", url: url("twins"), enabled: true, events: off });
  server.plant(INSTANCE, { name: "twins", url: url("twins"), enabled: false });
}

function liveText(server: Emulator): string {
  return JSON.stringify(server.webhooks(), (key, value) => (key === "updatedAt" ? undefined : value));
}

describe("what adopt declares changes nothing live, and leaves nothing to do", () => {
  const tomorrow = [...SCHEMA_EVENT_NAMES, "flagOfTomorrow", "flagOfTheDayAfter"];
  const dialects: [string, Partial<Dialect>, extra?: Record<string, boolean>][] = [
    ["as documented", {}],
    ["that spells statusInstance", { stateInstanceSpelling: "statusInstance" }],
    ["with integer ids", { webhookIds: "integer" }],
    ["with flags that the catalogue does not know", { vocabulary: tomorrow }, { flagOfTomorrow: false }],
    [
      "whose PATCH resets flags that it does not name",
      { vocabulary: tomorrow, patchMode: "replace" },
      { flagOfTomorrow: false },
    ],
    ["with few flags", { vocabulary: SCHEMA_EVENT_NAMES.slice(0, 15) }],
    ["whose PATCH answers the events alone", { patchAnswer: "events", patchStatus: 201 }],
    ["whose list shows no events", { answersWithEvents: ["get", "update"] }],
    ["that shows events when asked for one webhook alone", { answersWithEvents: ["get"] }],
    ["that never shows events", { answersWithEvents: [], patchAnswer: "events" }],
    ["whose errors and PUT differ", { errorMessage: "string", putMissingEnabled: "keep" }],
    ["whose reads lag behind", { readLag: 2 }],
  ];
  test.each(dialects)("of a server %s", async (...[, dialect, extra]) => {
    const server = await startServer({ dialect });
    plantSome(server, extra);
    const before = liveText(server);
    await adoptFrom(server);
    expect(server.log.entries.map(({ method }) => method).filter((method) => method !== "GET")).toEqual([]);

    const declared = runProgram(readFileSync(join(out(), "index.ts"), "utf8"));
    expect(declared).toHaveLength(5);
    const run = await startRun(server);
    for (const { args } of declared) {
      const webhook = await created(run, args);
      expect(await webhook.up(await startRun(server), args)).toBe("unchanged");
      await webhook.refresh(await startRun(server));
      expect(await webhook.up(await startRun(server), args)).toBe("unchanged");
    }
    expect(liveText(server)).toBe(before);
  });
});

describe("adopt", () => {
  test("writes a project without a token in it, and says what to run next", async () => {
    const server = await startServer();
    plantSome(server);
    const adoption = await adoptFrom(server);
    expect(readdirSync(out()).sort()).toEqual([...adoption.files].sort());
    for (const name of adoption.files) expect(readFileSync(join(out(), name), "utf8")).not.toContain(TOKEN);
    const said = renderText(adoption);
    expect(said).toContain("declared 5 webhooks of 1 instance: 5 one by one");
    expect(said).toContain("pulumi config set --secret codechat:tokens < ../tokens.json");
    expect(readFileSync(join(out(), "README.md"), "utf8")).toContain("codechat:tokens < ../tokens.json");
    expect(readFileSync(join(out(), "Pulumi.yaml"), "utf8")).toContain(`codechat:baseUrl: "${server.url}"`);
  });

  test("keeps a token file in its own folder out of version control", async () => {
    const server = await startServer();
    await adoptFrom(server, { out: folder });
    expect(readFileSync(join(folder, ".gitignore"), "utf8").split("\n")).toContain("/tokens.json");
  });

  test("overwrites nothing, and writes nothing beside it, unless it is forced to", async () => {
    const server = await startServer();
    await adoptFrom(server);
    for (const name of readdirSync(out())) if (name !== "index.ts") rmSync(join(out(), name));
    writeFileSync(join(out(), "index.ts"), "mine");
    server.log.reset();
    const { message } = await failureOf(adoptFrom(server));
    expect(message).toMatch(/already has index\.ts; nothing was written\. .*--force$/);
    expect(readdirSync(out())).toEqual(["index.ts"]);
    expect(readFileSync(join(out(), "index.ts"), "utf8")).toBe("mine");
    expect(server.log.count()).toBe(0);
    await adoptFrom(server, { force: true });
    expect(readFileSync(join(out(), "index.ts"), "utf8")).not.toContain("mine");
  });

  test("writes nothing where an instance cannot be read, and names every such instance", async () => {
    const server = await startServer({ instances: { a: "token-a", b: "token-b", c: "token-c" } });
    server.expireToken("b");
    writeFileSync(tokens(), JSON.stringify({ a: "token-a", b: "token-b", c: "wrong-token" }));
    const { message } = await failureOf(adoptFrom(server));
    expect(message).toContain("2 of 3 instances cannot be read, so nothing was written");
    expect(message).toMatch(/ {2}b: GET .* 401 Unauthorized[\s\S]* {2}c: GET .* 401 Unauthorized/);
    expect(message).toContain("next: give each instance its own token");
    expect(message).not.toMatch(/token-[abc]|wrong-token/);
    expect(readdirSync(folder)).toEqual(["tokens.json"]);
  });

  test("leaves out what cannot be declared, and says so in the program and at the end", async () => {
    const server = await startServer();
    plantSome(server);
    server.plant(INSTANCE, { name: "n".repeat(300), url: "https://shop.example/hook" });
    const adoption = await adoptFrom(server);
    expect(adoption.leftOut).toMatchObject([
      { reasons: ["name: must have at most 255 characters, not 300"] },
    ]);
    expect(renderText(adoption)).toContain("left out 1 webhook that cannot be declared:");
    expect(readFileSync(join(out(), "index.ts"), "utf8")).toContain("must have at most 255 characters");
  });

  test("says that it needs the list call", async () => {
    const server = await startServer({ dialect: { listCall: 405 } });
    await expect(adoptFrom(server)).rejects.toThrow("no call that lists webhooks");
  });

  test.each<[string, Partial<AdoptOptions>, string, file?: string]>([
    ["no instance", {}, "no instance is named", "[]"],
    ["an unusable address", { baseUrl: "shop.example" }, "codechat:baseUrl: must be an http or https url"],
    ["an unusable id", { instance: [".."] }, 'instanceId: must not be ".."'],
    [
      "an instance without a token",
      { instance: ["b", "c"] },
      "no token for b, c: give --instances a JSON file",
    ],
    ["a missing file", { instances: "missing.json" }, "missing.json: there is no such file"],
    ["a file that is no JSON", {}, "tokens.json: is not JSON", "secret-token"],
    ["a file of something else", {}, "tokens.json: must be a list of instance ids", '["a", 5]'],
  ])("refuses %s", async (...[, options, message, file]) => {
    if (file !== undefined) writeFileSync(tokens(), file);
    const failure = await failureOf(adoptFrom({ url: "http://127.0.0.1:9" }, options));
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain("secret-token");
  });
});
