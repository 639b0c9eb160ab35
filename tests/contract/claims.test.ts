import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { Claims } from "../../provider/webhook/claims";
import { type Declared, Owners } from "../../provider/webhook/owners";
import type { WebhookInputs } from "../../provider/webhook/types";

const ENGINE = "127.0.0.1:40000";
const THING = JSON.stringify(["https://api.example", "shop-01", "https://user:hunter2@shop.example/hook"]);

describe("what the provider processes of an engine claim", () => {
  let parent: string;
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "codechat-claims-"));
    folder = join(parent, "claims");
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGKILL");
        await once(child, "exit");
      }
    }
    rmSync(parent, { recursive: true, force: true });
  });

  /** Claims in another process. @returns it, and whom it found to have the thing. */
  async function claimElsewhere(
    thing: string,
    owner: string,
    engine = ENGINE,
  ): Promise<[ChildProcess, string]> {
    const script = join(__dirname, "../support/provider/claim.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, engine, folder, thing, owner], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    children.push(child);
    const [text] = await once(child.stdout, "data");
    return [child, String(text).trim()];
  }

  async function end(child: ChildProcess): Promise<void> {
    const exited = once(child, "exit");
    child.stdin?.end();
    await exited;
  }

  test("belongs to the first one, whoever asks", async () => {
    const claims = new Claims(ENGINE, folder);
    expect(claims.take(THING, "A")).toBeUndefined();
    const [, holder] = await claimElsewhere(THING, "B");
    expect(holder).toBe("A");
    expect(claims.holder(THING)).toBeUndefined();
    expect(claims.take(THING, "A, once more")).toBeUndefined();
    claims.close();
  });

  test("is free again where it was given up, and where its process has ended, also by a kill", async () => {
    const claims = new Claims(ENGINE, folder);
    const [first, before] = await claimElsewhere(THING, "B");
    expect([before, claims.holder(THING), claims.take(THING, "A")]).toEqual(["nobody", "B", "B"]);
    first.kill("SIGKILL");
    await once(first, "exit");
    expect(claims.holder(THING)).toBeUndefined();
    expect(claims.take(THING, "A")).toBeUndefined();
    claims.release(THING);
    const [, holder] = await claimElsewhere(THING, "C");
    expect(holder).toBe("nobody");
    claims.close();
  });

  test("is seen by others once the engine has its answer, in one write for many", async () => {
    const claims = new Claims(ENGINE, folder);
    claims.note(THING, "A");
    claims.note("another", "A");
    expect(readFileSync(join(folder, "127.0.0.1_40000.claims"), "utf8")).toBe("");
    await Promise.resolve();
    const [, holder] = await claimElsewhere("another", "B");
    expect(holder).toBe("A");
    claims.close();
  });

  test("is nothing to another engine", async () => {
    const claims = new Claims(ENGINE, folder);
    claims.take(THING, "A");
    const [, holder] = await claimElsewhere(THING, "B", "127.0.0.1:40001");
    expect(holder).toBe("nobody");
    claims.close();
  });

  test("is removed with the last process; so is what a killed engine left behind", async () => {
    mkdirSync(folder);
    const left = join(folder, "left.claims");
    writeFileSync(left, '{"pid":999999999,"thing":"x","owner":"A"}\n{"pid":9999');
    utimesSync(left, 0, 0);
    writeFileSync(join(folder, "new.claims"), "");
    const claims = new Claims(ENGINE, folder);
    claims.take(THING, "A");
    const [child] = await claimElsewhere("another", "B");
    claims.close();
    expect(readdirSync(folder)).toEqual(["127.0.0.1_40000.claims", "new.claims"]);
    await end(child);
    expect(readdirSync(folder)).toEqual(["new.claims"]);
  });

  test("holds no url, and no one else can read it", () => {
    const claims = new Claims(ENGINE, folder);
    claims.take(THING, "A");
    expect(readFileSync(join(folder, "127.0.0.1_40000.claims"), "utf8")).not.toContain("hunter2");
    claims.close();
  });

  test("is written once, however often the engine checks and compares a resource, and at its new place", async () => {
    const owners = new Owners(new Claims(ENGINE, folder));
    const inputs = (name: string): WebhookInputs => ({
      instanceId: "shop-01",
      name,
      url: "https://shop.example/hook",
      enabled: true,
      events: {},
      otherEvents: "on",
    });
    const [before, after] = ["orders", "sales"].map((name) => ({
      baseUrl: "https://api.example",
      inputs: inputs(name),
    })) as [Declared, Declared];
    const webhook = { baseUrl: "https://api.example", instanceId: "shop-01", webhookId: "1" };
    const kinds = () =>
      readFileSync(join(folder, "127.0.0.1_40000.claims"), "utf8")
        .trim()
        .split("\n")
        .map((line) => ("owner" in JSON.parse(line) ? "claimed" : "given up"));
    for (let times = 0; times < 3; times += 1) {
      owners.declare("A", before);
      expect(owners.goOn(before, webhook, before.inputs)).toBe(true);
      await Promise.resolve();
    }
    expect(kinds()).toEqual(["claimed", "claimed"]);
    owners.declare("A", after);
    await Promise.resolve();
    // Another process may declare a webhook where this one does not any more.
    expect(kinds()).toEqual(["claimed", "claimed", "given up", "claimed"]);
  });

  test("is in a folder that is this user's, also where the user has no name", () => {
    jest.spyOn(os, "tmpdir").mockReturnValue(parent);
    jest.spyOn(os, "userInfo").mockImplementation(() => {
      throw new Error("ENOENT: uv_os_get_passwd");
    });
    try {
      const claims = new Claims(ENGINE);
      claims.take(THING, "A");
      expect(readdirSync(parent)).toEqual([`pulumi-codechat-${process.getuid?.() ?? "user"}`]);
      claims.close();
    } finally {
      jest.restoreAllMocks();
    }
  });

  test("is refused, and not taken for nothing, where the file cannot be made", () => {
    writeFileSync(join(parent, "file"), "");
    const claims = new Claims(ENGINE, join(parent, "file", "claims"));
    expect(() => claims.take(THING, "A")).toThrow("name a folder that this user can write to in TMPDIR");
    claims.close();
  });
});
