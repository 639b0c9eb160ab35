import { checkSettings } from "../../cli/doctor/configuration";
import { findingsOf } from "../../cli/doctor/finding";
import { checkExpiry } from "../../cli/doctor/jwt";
import { renderJson, renderText } from "../../cli/doctor/report";
import { checkEngineVersion, checkNode } from "../../cli/doctor/runtime";
import { compareVocabulary } from "../../cli/doctor/vocabulary";
import { remedyOf } from "../../cli/shared/instances/remedy";
import { readManifest } from "../../cli/shared/manifest";
import { declaredInstances } from "../../cli/shared/project/declared-instances";
import { declaredWebhooksIn } from "../../cli/shared/project/declared-webhooks";
import { CallFailure, type CallFailureKind } from "../../provider/api/failure";
import { readSettings, type Settings } from "../../provider/config/settings";
import { exported, secret } from "../support/drift/state";
import { flags, readWebhook } from "../support/provider/adopted";

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

  test.each([
    ["24.1.0", "ok", "Node.js 24.1.0", undefined],
    ["22.0.0", "ok", "Node.js 22.0.0", undefined],
    ["21.7.3", "warning", "Node.js 21 is out of support", "use 22 or later"],
    ["20.19.0", "warning", "Node.js 20 is out of support", "use 22 or later"],
    ["20.18.3", "failure", "Node.js 20.18.3 is not supported", "use 22 or later"],
    ["18.20.1", "failure", "Node.js 18.20.1 is not supported", "use 22 or later"],
  ])("of Node.js: %s is %s", (version, status, message, remedy) => {
    const finding = checkNode(readManifest(), version);
    expect(finding).toEqual({ check: "node", status, message, ...(remedy !== undefined && { remedy }) });
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
    [jwt({ exp: 1_700_000_000, iat: 1_700_000_000 }), "ok", "does not expire"],
    [jwt({ exp: 0, iat: 1_700_000_000 }), "ok", "does not expire"],
  ])("is told, and the token is not: %#", (token, status, words) => {
    const finding = checkExpiry("shop-01", token, { now: NOW, isAccepted: false });
    expect(finding).toMatchObject({ status, message: expect.stringContaining(words) });
    expect(JSON.stringify(finding)).not.toContain(token.split(".")[1]);
  });

  test.each(["plain", "a.b.c", "..", jwt("text"), jwt({ exp: "soon" })])("is not guessed of %s", (token) => {
    expect(checkExpiry("shop-01", token, { now: NOW, isAccepted: false })).toBeUndefined();
  });

  test("is no failure where the server takes the token all the same", () => {
    expect(checkExpiry("shop-01", at(-1), { now: NOW, isAccepted: true })).toMatchObject({
      status: "ok",
      message: "the token says that it expired at 2026-05-31T00:00:00.000Z, but the server takes it",
    });
    expect(checkExpiry("shop-01", at(3), { now: NOW, isAccepted: true })).toMatchObject({
      status: "warning",
    });
  });
});

describe("what to do where an instance's webhooks cannot be listed", () => {
  const call = { name: "list webhooks", method: "GET", path: "/", server: "https://api.example" } as const;
  const remedy = (status: number, kind: CallFailureKind, ...serverMessages: string[]) =>
    remedyOf(new CallFailure({ kind, call, what: "", status, serverMessages }), "stack");

  test("is to check the token and the id where the token is refused", () => {
    for (const status of [401, 403]) {
      expect(remedy(status, "refused")).toMatch(/own token: .*; or there is no such instance: check its id$/);
    }
  });

  test("is to check the id where the API says that there is none", () => {
    expect(remedy(404, "refused", "Instance not found")).toMatch(/^there is no such instance: check its id/);
  });

  test.each<[CallFailureKind, string]>([
    ["badAnswer", ""],
    ["refused", "Cannot GET /api/v2/instance/shop-01/webhook"],
    ["refused", "Route GET:/api/v2/instance/shop-01/webhook not found"],
  ])("is to check the address where a 404 is about the route (%s, %s)", (kind, words) => {
    expect(remedy(404, kind, words)).toMatch(
      /^check that codechat:baseUrl \(https:\/\/api\.example\) is the address/,
    );
  });
});

describe("the settings in force", () => {
  const check = (settings: Partial<Settings>, isUnread: boolean, namesServers = false) =>
    checkSettings({ ...readSettings(() => undefined, {}), ...settings }, { isUnread, namesServers }).map(
      ({ check, status }) => `${check}: ${status}`,
    );

  test("are a failure without a server, where all of the configuration could be read", () => {
    expect(check({}, false)).toEqual(["configuration: failure"]);
  });

  test("say nothing of a server that may stand in configuration that could not be read", () => {
    expect(check({}, true)).toEqual(["server: warning"]);
    expect(check({ baseUrl: "https://api.example" }, true)).toEqual(["configuration: ok"]);
  });

  test("need no server where every resource names its own", () => {
    expect(check({}, false, true)).toEqual(["configuration: ok"]);
  });

  test("say once that a server is there but unusable", () => {
    expect(check({ problems: ["codechat:baseUrl: must not be empty"] }, false)).toEqual([
      "configuration: failure",
    ]);
  });
});

describe("the instances of an exported state", () => {
  const shared = {
    name: "orders",
    url: "https://shop.example/",
    enabled: true,
    events: {},
    otherEvents: "leave",
  };
  const live = { ...shared, baseUrl: "https://lives.example" };

  test("are those of webhooks and of members of fleets, each once, with the server and token that they name", () => {
    const resources = [
      exported(
        "Webhook",
        "a",
        1,
        { ...live, instanceId: "shop-1" },
        { inputs: { ...shared, instanceId: "shop-1" } },
      ),
      exported(
        "Webhook",
        "b",
        2,
        { ...live, instanceId: "shop-1", name: "b" },
        { inputs: { ...shared, instanceId: "shop-1" } },
      ),
      exported(
        "Webhook",
        "own",
        3,
        { ...live, instanceId: "shop-2", token: secret("own-token") },
        { inputs: { ...shared, instanceId: "shop-2", baseUrl: "HTTPS://Own.example/" } },
      ),
      exported(
        "WebhookFleet",
        "fleet",
        "x",
        {
          ...live,
          instances: { "shop-3": {} },
          webhookIds: { "shop-3": "1" },
          tokens: secret({ "shop-3": "token-3" }),
        },
        { inputs: { ...shared, instances: { "shop-3": {}, "shop-4": {} } } },
      ),
    ];
    expect(declaredInstances(declaredWebhooksIn({ resources }).webhooks)).toEqual([
      { instanceId: "shop-1" },
      { instanceId: "shop-2", baseUrl: "https://own.example", token: "own-token" },
      { instanceId: "shop-3", token: "token-3" },
      { instanceId: "shop-4" },
    ]);
  });

  test("of an empty stack are none", () => {
    expect(declaredInstances(declaredWebhooksIn({}).webhooks)).toEqual([]);
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
    expect(renderText(findings.slice(-1), false)).toBe(
      "warning  near\n         → renew it\n\n0 ok, 1 warning, 0 failures\n",
    );
  });

  test("counts many instances that are all right in one line", () => {
    const text = renderText(findings, false);
    expect(text).toContain("7 instances: the token is accepted");
    expect(text).toContain("7 ok, 1 warning, 0 failures");
  });

  test("as JSON holds every finding", () => {
    expect(JSON.parse(renderJson(findings))).toEqual({ schemaVersion: 1, status: "warning", findings });
  });
});
