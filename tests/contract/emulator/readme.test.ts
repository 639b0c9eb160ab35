import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CONTROL_ROUTES } from "../../../emulator/src/control";
import { dialectOf, SERVER_VERSIONS } from "../../../emulator/src/dialect";
import { control, INSTANCE, withEmulator } from "../../support/emulator/client";
import { emulator } from "../../support/emulator/process";

const ROOT = resolve(__dirname, "../../..");
const README = readFileSync(join(ROOT, "emulator/README.md"), "utf8");

/** The first cells of the table in a section, without backticks. */
function firstCells(section: string): string[] {
  const [, after = ""] = README.split(`\n## ${section}\n`);
  const text = after.split("\n## ")[0] ?? "";
  return [...text.matchAll(/^\| (?!-)(.+?) \|/gm)].map(([, cell = ""]) => cell.replaceAll("`", ""));
}

describe("the local server's README", () => {
  test("names every control call", () => {
    expect(firstCells("Control calls").slice(1)).toEqual(
      CONTROL_ROUTES.map(({ method, path }) => `${method} /_control${path}`),
    );
  });

  test("names every server version and every field of a dialect", () => {
    const cells = firstCells("Server versions and dialects");
    expect(cells).toEqual([
      "--server-version",
      ...Object.keys(SERVER_VERSIONS),
      "field",
      ...Object.keys(dialectOf()),
    ]);
  });

  test("names every option of the command that starts the server", async () => {
    const help = emulator("start", "--help");
    await help.exit;
    const options = help.lines.flatMap((line) => line.match(/--[a-z-]+/)?.[0] ?? []);
    const named = firstCells("Start").flatMap((cell) => cell.match(/--[a-z-]+/)?.[0] ?? []);
    expect(named.sort()).toEqual(options.filter((option) => option !== "--help").sort());
  });

  test("shows faults that the server takes, one of each kind that there is", () =>
    withEmulator({}, async (server) => {
      const examples = [...README.matchAll(/_control\/faults --json \\\n {2}'(.*)'/g)];
      expect(examples).toHaveLength(2);
      for (const [, rule = ""] of examples) {
        expect(await control(server, "POST", "/faults", rule)).toMatchObject({
          status: 200,
          body: { ok: true },
        });
      }
      expect(server.faults.rules).toHaveLength(2);

      const { body } = await control<{ message: string[] }>(server, "POST", "/faults", {
        call: "any",
        fault: { kind: "every" },
      });
      const kinds = [...(body.message[0] ?? "").matchAll(/"([a-zA-Z]+)"/g)].map(([, kind]) => kind);
      expect(firstCells("What goes wrong on demand").slice(1)).toEqual(
        kinds.filter((kind) => kind !== "every"),
      );
    }));

  test("shows lines of trigger as they are printed", () =>
    withEmulator({}, async (server) => {
      server.plant(INSTANCE, {
        name: "audit",
        url: "http://127.0.0.1:1/",
        enabled: true,
        events: { messagesUpsert: false },
      });
      const run = emulator("trigger", "messages.upsert", "--url", server.url);
      await run.exit;
      expect(README).toContain(`\n${run.lines.join("\n")}\n`);
    }));

  test("has a test that runs as it stands", () => {
    const [, code = ""] = README.match(/```ts\n([\s\S]*?)```/) ?? [];
    mkdirSync(join(ROOT, ".cache"), { recursive: true });
    // Inside the checkout, so that the package is found.
    const folder = mkdtempSync(join(ROOT, ".cache", "readme-"));
    try {
      const file = join(folder, "receiver.test.mts");
      writeFileSync(file, code);
      const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "--test", file], {
        cwd: ROOT,
        encoding: "utf8",
      });
      expect([status, stdout]).toEqual([0, expect.stringMatching(/pass 1\n/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
