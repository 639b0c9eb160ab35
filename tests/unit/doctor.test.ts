import { findingsOf } from "../../sdk/cli/doctor/finding";
import { checkExpiry } from "../../sdk/cli/doctor/jwt";
import { toJson, toText } from "../../sdk/cli/doctor/report";
import { checkEngineVersion, checkNode } from "../../sdk/cli/doctor/runtime";
import { compareVocabulary } from "../../sdk/cli/doctor/vocabulary";
import { readManifest } from "../../sdk/cli/manifest";
import { flags, readWebhook } from "../support/adopted";

const NOW = Date.parse("2026-06-01T00:00:00Z");

function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256" })}.${part(claims)}.signature`;
}

describe("versions", () => {
  test.each([
    ["3.216.0", "ok", "is on PATH"],
    ["3.255.0", "ok", "is on PATH"],
    ["3.300.0-alpha.1", "ok", "is on PATH"],
    ["3.215.9", "failure", "is older than 3.216.0"],
    ["2.999.0", "failure", "is older than 3.216.0"],
    ["4.0.0", "failure", "is newer than what this version knows"],
  ])("of the engine: %s is %s with >=3.216.0 <4", (version, status, words) => {
    expect(checkEngineVersion(version, ">=3.216.0 <4")).toMatchObject({
      status,
      message: expect.stringContaining(words),
    });
  });

  test("of Node.js are those that package.json names", () => {
    expect(checkNode(readManifest())).toMatchObject({ status: "ok" });
    expect(checkNode(readManifest(), "18.20.1")).toMatchObject({ status: "failure" });
  });
});

describe("the expiry of a token", () => {
  const at = (days: number) => jwt({ exp: NOW / 1000 + days * 24 * 3600 });
  test.each([
    [at(-1), "failure", "expired at 2026-05-31T00:00:00.000Z"],
    [at(3), "warning", "expires at 2026-06-04T00:00:00.000Z"],
    [at(365), "ok", "expires at 2027-06-01T00:00:00.000Z"],
    [jwt({ exp: 1e300 }), "ok", "expires at the end of time"],
    [jwt({}), "ok", "does not expire"],
  ])("is told, and the token is not: %#", (token, status, words) => {
    const finding = checkExpiry("shop-01", token, NOW);
    expect(finding).toMatchObject({ status, message: expect.stringContaining(words) });
    expect(JSON.stringify(finding)).not.toContain(token.split(".")[1]);
  });

  test.each(["plain", "a.b.c", "..", jwt("text"), jwt({ exp: "soon" })])("is not guessed of %s", (token) => {
    expect(checkExpiry("shop-01", token, NOW)).toBeUndefined();
  });
});

describe("the vocabulary", () => {
  test("is compared both ways", () => {
    const webhook = readWebhook({ events: flags({ chatsSet: true, tomorrow: true }) });
    const [known, unknown] = compareVocabulary([webhook]);
    expect(known).toMatchObject({ status: "ok" });
    expect(known?.message).toMatch(/knows 1 of the \d+ events; it does not know callUpsert, /);
    expect(unknown).toMatchObject({
      status: "warning",
      message: expect.stringMatching(/cannot name: tomorrow$/),
    });
  });

  test("is not compared where there is nothing to look at", () => {
    expect(compareVocabulary([])).toMatchObject([
      { status: "warning", message: expect.stringContaining("no webhook to look at") },
    ]);
  });
});

describe("the report", () => {
  const { ok, warning } = findingsOf("token");
  const tokensOk = ["a", "b", "c", "d", "e", "f"].map((id) => findingsOf("token", id).ok("accepted"));
  const findings = [ok("fine"), ...tokensOk, warning("near", "renew it")];

  test("has a line for each finding, and its remedy below", () => {
    expect(toText(findings.slice(-1), false)).toBe(
      "warning  near\n         → renew it\n\n0 ok, 1 warning, 0 failures",
    );
  });

  test("counts many instances that are all right in one line", () => {
    const text = toText(findings, false);
    expect(text).toContain("7 instances: the token is accepted");
    expect(text).toContain("7 ok, 1 warning, 0 failures");
  });

  test("as JSON holds every finding", () => {
    expect(JSON.parse(toJson(findings))).toEqual({ schemaVersion: 1, status: "warning", findings });
  });
});
