import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConfigurationError,
  connectionFailures,
  resolveAddress,
  resolveBaseUrl,
  resolveToken,
} from "../../provider/config/connection";
import { keyOf, SETTINGS, type Setting, unknownKeys } from "../../provider/config/keys";
import { readSettings } from "../../provider/config/settings";
import { normalBaseUrl } from "../../provider/config/values";
import { nextStep } from "../../provider/webhook/failure";
import { selfSignedCertificate } from "../support/server/certificate";

const settingsOf = (config: Record<string, string> = {}, environment: Record<string, string> = {}) =>
  readSettings((key) => config[key.replace("codechat:", "")], environment);

const INPUTS = { instanceId: "shop-01" };

/** What `work` throws. @throws Error where it throws nothing */
function errorThrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("it was to throw, but did not");
}

describe("settings", () => {
  test("have defaults", () => {
    expect(settingsOf()).toEqual({
      baseUrl: undefined,
      token: undefined,
      tokens: new Map(),
      maxConcurrency: 16,
      timeoutSeconds: 60,
      maxRetries: 5,
      deleteUnreachable: false,
      problems: [],
    });
  });

  test("come from the stack's configuration", () => {
    const config = {
      baseUrl: "https://api.example/base//",
      token: "token",
      tokens: '{"shop-01": "token-1"}',
      maxConcurrency: "4",
      timeoutSeconds: "0.5",
      maxRetries: "0",
      deleteUnreachable: "true",
    };
    expect(settingsOf(config)).toEqual({
      baseUrl: "https://api.example/base",
      token: "token",
      tokens: new Map([["shop-01", "token-1"]]),
      maxConcurrency: 4,
      timeoutSeconds: 0.5,
      maxRetries: 0,
      deleteUnreachable: true,
      problems: [],
    });
  });

  test.each([
    ["maxConcurrency", "1000", 1000],
    ["maxConcurrency", " 25 ", 25],
    ["timeoutSeconds", "12.125", 12.125],
    ["timeoutSeconds", "86400", 86_400],
    ["maxRetries", "100", 100],
  ])("take %s %p", (key, text, value) => {
    expect(settingsOf({ [key]: text })).toMatchObject({ [key]: value, problems: [] });
  });

  test("fall back to the environment for base url and token, and an empty variable is none", () => {
    const environment = { CODECHAT_BASE_URL: "http://[::1]:8787", CODECHAT_TOKEN: "from-environment" };
    expect(settingsOf({}, environment)).toMatchObject({
      baseUrl: "http://[::1]:8787",
      token: "from-environment",
    });
    expect(settingsOf({ token: "from-config" }, environment).token).toBe("from-config");
    expect(settingsOf({}, { CODECHAT_BASE_URL: "", CODECHAT_TOKEN: "" })).toMatchObject({
      baseUrl: undefined,
      token: undefined,
      problems: [],
    });
  });

  test("fall back to the environment for deleteUnreachable", () => {
    const environment = { CODECHAT_DELETE_UNREACHABLE: "true" };
    expect(settingsOf({}, environment).deleteUnreachable).toBe(true);
    expect(settingsOf({ deleteUnreachable: "false" }, environment).deleteUnreachable).toBe(false);
    expect(settingsOf({}, { CODECHAT_DELETE_UNREACHABLE: "" }).deleteUnreachable).toBe(false);
  });

  test("refuse an empty value in the configuration, where an empty variable is none", () => {
    expect(settingsOf({ deleteUnreachable: "" })).toMatchObject({
      deleteUnreachable: false,
      problems: ["codechat:deleteUnreachable: must be true or false"],
    });
    expect(settingsOf({}, { CODECHAT_DELETE_UNREACHABLE: "" }).problems).toEqual([]);
    expect(settingsOf({ baseUrl: "" }).problems).toEqual(["codechat:baseUrl: must not be empty"]);
    expect(settingsOf({}, { CODECHAT_BASE_URL: "" }).problems).toEqual([]);
  });

  test.each(["yes", "1", "TRUE", " true", "[true]"])("refuse %p as deleteUnreachable", (text) => {
    expect(settingsOf({ deleteUnreachable: text })).toMatchObject({
      deleteUnreachable: false,
      problems: ["codechat:deleteUnreachable: must be true or false"],
    });
    expect(settingsOf({}, { CODECHAT_DELETE_UNREACHABLE: text })).toMatchObject({
      deleteUnreachable: false,
      problems: ["CODECHAT_DELETE_UNREACHABLE: must be true or false"],
    });
  });

  test("have problems of one line each, whatever an instance is called", () => {
    expect(settingsOf({ tokens: JSON.stringify({ "a\nnow: b": "" }) }).problems).toEqual([
      'codechat:tokens["a\\u{a}now: b"]: must not be empty',
    ]);
  });

  test.each<[string, string]>([
    ["maxConcurrency", "must be a whole number from 1 to 1000, such as 16"],
    ["timeoutSeconds", "must be a number from 0.1 to 86400, such as 60"],
    ["maxRetries", "must be a whole number from 0 to 100, such as 5"],
  ])("refuse garbage as %s and go on with the default", (key, problem) => {
    for (const garbage of [
      "",
      " ",
      "many",
      "-1",
      "NaN",
      "Infinity",
      "1e3",
      "0x10",
      "1,5",
      "9999999999",
      "[]",
    ]) {
      const settings = settingsOf({ [key]: garbage });
      expect(settings.problems).toEqual([`codechat:${key}: ${problem}`]);
      expect(settings).toMatchObject({ maxConcurrency: 16, timeoutSeconds: 60, maxRetries: 5 });
    }
  });

  test.each([
    ["maxConcurrency", "0"],
    ["maxConcurrency", "1001"],
    ["maxConcurrency", "1.5"],
    ["timeoutSeconds", "0"],
    ["timeoutSeconds", "86401"],
    ["maxRetries", "101"],
    ["maxRetries", "2.5"],
  ])("refuse %s %s", (key, value) => {
    expect(settingsOf({ [key]: value }).problems).toHaveLength(1);
  });

  test.each([
    ["ftp://api.example", "must be an http or https url"],
    ["javascript:https://api.example", "must be an http or https url"],
    ["https://user:pass@api.example", "must not contain a user or a password"],
    ["https://user@api.example", "must not contain a user or a password"],
    ["https://:pass@api.example", "must not contain a user or a password"],
    ["https://api.example?", "must not contain a query or a fragment"],
    ["https://api.example/#x", "must not contain a query or a fragment"],
    ["https://api.example?a=b", "must not contain a query or a fragment"],
    ["https://api.example/api/v2", "must end before /api/v2, which the provider adds"],
    ["https://api.example/base/api/v10//", "must end before /api/v2, which the provider adds"],
    ["https://api example", "must not contain white space"],
    ["https://api.example:70000", "must have a port from 1 to 65535"],
    ["https://api.example:65536/base", "must have a port from 1 to 65535"],
    ["http://[::1]:99999", "must have a port from 1 to 65535"],
    ["http://127.0.0.1:0", "must have a port from 1 to 65535"],
  ])("refuse the base url %p, naming where it comes from", (baseUrl, problem) => {
    expect(settingsOf({ baseUrl }).problems).toEqual([`codechat:baseUrl: ${problem}`]);
    expect(settingsOf({}, { CODECHAT_BASE_URL: baseUrl }).problems).toEqual([
      `CODECHAT_BASE_URL: ${problem}`,
    ]);
  });

  test("take a base url that has the API's path somewhere else than at its end", () => {
    const baseUrl = "https://api.example/api/v2/proxied";
    expect(settingsOf({ baseUrl })).toMatchObject({ baseUrl, problems: [] });
  });

  test("refuse an empty token", () => {
    const settings = settingsOf({ token: "", tokens: '{"shop-01": ""}' });
    expect(settings.problems).toEqual([
      "codechat:token: must not be empty",
      'codechat:tokens["shop-01"]: must not be empty',
    ]);
    expect(settings.token).toBeUndefined();
  });

  test.each([
    ["white space", "secret token"],
    ["a line break", "secret\r\ntoken"],
    ["what is not ASCII", "secrét-token"],
  ])("refuse a token with %s, which no header can carry, without showing it", (_what, token) => {
    const settings = settingsOf({ token, tokens: JSON.stringify({ "shop-01": token }) });
    const problem = "must not contain white space or other characters that a header cannot carry";
    expect(settings.problems).toEqual([
      `codechat:token: ${problem}`,
      `codechat:tokens["shop-01"]: ${problem}`,
    ]);
    expect(settingsOf({}, { CODECHAT_TOKEN: token }).problems).toEqual([`CODECHAT_TOKEN: ${problem}`]);
  });

  test("may have a token for an instance with any id", () => {
    const tokens = { constructor: "token-1", prototype: "token-2" };
    expect(settingsOf({ tokens: JSON.stringify(tokens) }).tokens).toEqual(new Map(Object.entries(tokens)));
  });

  test.each([
    "s3cret",
    '"s3cret"',
    '["s3cret"]',
    '{"shop-01": 5, "x": "s3cret"}',
    '{"shop-01": "s3cret"',
    '{"": "s3cret"}',
    "null",
  ])("refuse codechat:tokens %p without showing it", (tokens) => {
    const { problems } = settingsOf({ tokens });
    expect(problems).toEqual([
      expect.stringMatching(/^codechat:tokens: must be a JSON object .* --secret codechat:tokens/),
    ]);
    expect(problems.join()).not.toContain("s3cret");
  });

  test("list all problems at once and never throw", () => {
    const { problems } = settingsOf({ baseUrl: "x", token: "", tokens: "{", maxRetries: "x" });
    expect(problems.map((problem) => problem.split(": ")[0])).toEqual([
      "codechat:baseUrl",
      "codechat:token",
      "codechat:tokens",
      "codechat:maxRetries",
    ]);
  });
});

describe("codechat:caFile", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "codechat-ca-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const settingsWith = (content: string) => {
    const caFile = join(folder, "ca.pem");
    writeFileSync(caFile, content);
    return settingsOf({ caFile });
  };

  test("gives its certificates", () => {
    const { cert } = selfSignedCertificate();
    expect(settingsWith(cert)).toMatchObject({ ca: cert, problems: [] });
  });

  test.each(["no/such.pem", __filename])(
    "counts beside NODE_EXTRA_CA_CERTS that cannot be used: %s",
    (extra) => {
      const { cert } = selfSignedCertificate();
      const caFile = join(folder, "ca.pem");
      writeFileSync(caFile, cert);
      expect(settingsOf({ caFile }, { NODE_EXTRA_CA_CERTS: extra })).toMatchObject({
        ca: cert,
        problems: [],
      });
    },
  );

  test("that holds no certificate is refused", () => {
    expect(settingsWith("no certificate")).toMatchObject({
      ca: undefined,
      problems: [
        `codechat:caFile: cannot use ${join(folder, "ca.pem")}: it is not a readable file of PEM certificates; ` +
          "the path is relative to the program's folder",
      ],
    });
  });

  test("that does not exist is refused", () => {
    expect(settingsOf({ caFile: "no/such.pem" }).problems).toEqual([
      "codechat:caFile: cannot use no/such.pem: there is no such file; the path is relative to the program's folder",
    ]);
  });
});

describe("what a resource is reached with", () => {
  test("its own token, else its instance's, else the configured one, else the environment's", () => {
    const environment = { CODECHAT_TOKEN: "environment" };
    const tokens = '{"shop-01": "of-instance"}';
    const all = settingsOf({ token: "configured", tokens }, environment);
    expect(resolveToken(all, { ...INPUTS, token: "own" })).toBe("own");
    expect(resolveToken(all, INPUTS)).toBe("of-instance");
    expect(resolveToken(all, { instanceId: "shop-02" })).toBe("configured");
    expect(resolveToken(settingsOf({}, environment), INPUTS)).toBe("environment");
  });

  test("its own base url in normal form, else the configured one", () => {
    const settings = settingsOf({ baseUrl: "HTTPS://Configured.example:443/" });
    expect(resolveBaseUrl(settings, { ...INPUTS, baseUrl: "https://OWN.example:443//" })).toBe(
      "https://own.example",
    );
    expect(resolveBaseUrl(settings, INPUTS)).toBe("https://configured.example");
    expect(resolveAddress(settingsOf({ baseUrl: "https://a.example", token: "t" }), INPUTS)).toEqual({
      baseUrl: "https://a.example",
      instanceId: "shop-01",
      token: "t",
    });
  });

  test("a missing base url and token name the argument, the command and the environment variable", () => {
    const [baseUrl, token, ...others] = connectionFailures(settingsOf(), INPUTS);
    expect(baseUrl).toMatch(
      /^baseUrl: .*argument baseUrl.*`pulumi config set codechat:baseUrl .*CODECHAT_BASE_URL/,
    );
    expect(token).toMatch(
      /^token: .*argument token.*--secret codechat:token .*codechat:tokens.*CODECHAT_TOKEN/,
    );
    expect(others).toEqual([]);
    expect(() => resolveAddress(settingsOf(), INPUTS)).toThrow(`${baseUrl}\n${token}`);
  });

  test("what is set but unusable is one failure, not two", () => {
    const unusable = { baseUrl: "x", token: "a b" };
    expect(connectionFailures(settingsOf(unusable), INPUTS)).toHaveLength(2);
    const environment = { CODECHAT_BASE_URL: "x", CODECHAT_TOKEN: "a b" };
    expect(connectionFailures(settingsOf({}, environment), INPUTS)).toHaveLength(2);
  });

  test("what is missing is a failure beside what is wrong with other settings", () => {
    const failures = connectionFailures(settingsOf({ maxRetries: "x" }), INPUTS);
    expect(failures.map((failure) => failure.slice(0, failure.indexOf(":")))).toEqual([
      "codechat",
      "baseUrl",
      "token",
    ]);
  });

  test("what keeps it from being reached is an error that says whose configuration it is, and how to use today's", () => {
    const error = errorThrownBy(() => resolveAddress(settingsOf(), INPUTS));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(nextStep(error)).toMatch(
      /`pulumi destroy`, .* use the configuration of the last `pulumi up` .*; with --run-program they use the current one$/,
    );
  });

  test("unusable configuration keeps a resource from being reached, even where it is not needed", () => {
    const settings = settingsOf({ baseUrl: "https://a.example", token: "t", maxRetries: "x" });
    expect(() => resolveAddress(settings, INPUTS)).toThrow("codechat:maxRetries: must be");
  });

  test("an argument of the wrong type is left to the check of arguments", () => {
    const settings = settingsOf({ baseUrl: "https://a.example", token: "t" });
    expect(connectionFailures(settings, { instanceId: 5, baseUrl: 5, token: 5 } as never)).toEqual([]);
  });
});

describe("the normal form of a base url", () => {
  test.each([
    ["http://LOCALHOST:8787/", "http://localhost:8787"],
    ["HTTPS://x:443", "https://x"],
    ["http://x:80/Base//", "http://x/Base"],
    ["https://x:80", "https://x:80"],
    ["https://x:08443", "https://x:8443"],
    ["http://[::1]:8787", "http://[::1]:8787"],
    ["http://[2001:DB8:0:0:0:0:0:1]", "http://[2001:db8::1]"],
    ["https://BÜCHER.example/", "https://xn--bcher-kva.example"],
    ["https://xn--bcher-kva.example", "https://xn--bcher-kva.example"],
    ["https://api.example.", "https://api.example."],
    ["https://x/a/./b/../c", "https://x/a/c"],
    ["https://x/Äb", "https://x/%C3%84b"],
  ])("of %s is %s", (text, normal) => {
    expect(normalBaseUrl(text)).toBe(normal);
    expect(normalBaseUrl(normal)).toBe(normal);
  });

  test.each(["", "no url", "ftp://x", "https://u:p@x", "https://x?a", "https://x/api/v2", "https://x:70000"])(
    "of %p, which is no base url, is the text itself",
    (text) => {
      expect(normalBaseUrl(text)).toBe(text);
    },
  );
});

describe("configuration keys", () => {
  test("that are unknown are named with the nearest one, or with all", () => {
    const keys = ["codechat:baseUrl", "codechat:baseURL", "codechat:maxRetry", "codechat:zzzzzzzz"];
    expect(unknownKeys(keys, "shop")).toEqual([
      "codechat:baseURL: unknown configuration key, which has no effect; did you mean codechat:baseUrl?",
      "codechat:maxRetry: unknown configuration key, which has no effect; did you mean codechat:maxRetries?",
      expect.stringMatching(/^codechat:zzzzzzzz: .*; the keys are codechat:baseUrl, codechat:token, /),
    ]);
  });

  test("of others, and those of a project that is called codechat itself, are left alone", () => {
    expect(unknownKeys(["shop:baseURL", "pulumi:tags", "codechatty:token"], "shop")).toEqual([]);
    expect(unknownKeys(["codechat:baseURL"], "codechat")).toEqual([]);
  });

  test("are those of the README's table, with their environment variables and defaults", () => {
    const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");
    const rows = [...readme.matchAll(/^\| `(codechat:\w+)` \| (?:`(\w+)`)? ?\| ([^|]*?) ?\|/gm)];
    const settings = Object.entries(SETTINGS) as [Setting, string | undefined][];
    expect(new Map(rows.map(([, key, variable]) => [key, variable]))).toEqual(
      new Map(settings.map(([setting, variable]) => [keyOf(setting), variable])),
    );
    const defaults: Readonly<Record<string, unknown>> = { ...settingsOf() };
    for (const [, key = "", , shown] of rows) {
      const value = defaults[key.replace("codechat:", "")];
      expect(shown).toBe(typeof value === "number" || typeof value === "boolean" ? String(value) : "");
    }
  });
});
