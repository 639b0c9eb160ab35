import { checkInputs } from "../../provider/webhook/inputs";
import { hasUnknown, UNKNOWN } from "../../provider/webhook/unknown";

const GOOD = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

const failuresOf = (change: object) => checkInputs({ ...GOOD, ...change }).failures;

describe("a declaration that nothing is wrong with", () => {
  test("gets its defaults: enabled, all events", () => {
    expect(checkInputs({ ...GOOD, __provider: "line" })).toEqual({
      inputs: { ...GOOD, enabled: true, events: {}, otherEvents: "on", __provider: "line" },
      failures: [],
    });
  });

  test("keeps what it says of enabled, and gets canonical events", () => {
    const { inputs } = checkInputs({ ...GOOD, enabled: false, events: ["statusInstance", "callUpsert"] });
    expect(inputs).toMatchObject({
      enabled: false,
      events: { callUpsert: true, stateInstance: true },
      otherEvents: "off",
    });
  });

  test("may leave arguments undefined", () => {
    expect(failuresOf({ webhookId: undefined, events: undefined, token: undefined })).toEqual([]);
  });

  test.each([
    ["http", "http://shop.example"],
    ["a port and a query", "https://shop.example:8443/hook?a=b#c"],
    ["an IPv6 address", "http://[2001:db8::1]:8080/hook"],
    ["user info", "https://user:password@shop.example/hook"],
    ["a Unicode host", "https://bücher.example/ä"],
    ["an upper-case scheme", "HTTPS://SHOP.EXAMPLE/"],
    ["braces", 'https://shop.example/{shop}?filter={"a":1}'],
    ["what would be replaced in a fleet, percent-encoded", "https://shop.example/%7BinstanceId%7D"],
    ["the highest port", "https://shop.example:65535/"],
    ["what looks like a port in its path", "https://shop.example/a:70000"],
    ["8 KiB", `https://shop.example/${"x".repeat(8 * 1024 - 21)}`],
  ])("may have a url with %s", (_what, url) => {
    expect(failuresOf({ url })).toEqual([]);
  });

  test.each([
    "ü",
    "订单",
    "👩‍👩‍👧‍👦 orders",
    "a b",
    "{shop}",
    "\u200fعربي",
    "x".repeat(255),
    "👍".repeat(255),
  ])("may have the name %p", (name) => {
    expect(failuresOf({ name })).toEqual([]);
  });

  test.each(["a/b", "a b", "ü", "?x=1", "%2e", "...", "#"])("may have the id %p", (id) => {
    expect(failuresOf({ instanceId: id, webhookId: id })).toEqual([]);
  });
});

test.each([
  ["HTTP://LOCALHOST:8787/", "http://localhost:8787"],
  ["https://x:443", "https://x"],
  ["https://x/base//", "https://x/base"],
])(
  "the base url %s stands in the inputs as %s, so that a spelling alone changes nothing",
  (baseUrl, normal) => {
    expect(checkInputs({ ...GOOD, baseUrl }).inputs).toMatchObject({ baseUrl: normal });
  },
);

describe("a bad argument is refused with its path first:", () => {
  test.each<[string, object, string]>([
    ["instanceId missing", { instanceId: undefined }, "instanceId: is required"],
    ["name missing", { name: undefined }, "name: is required"],
    ["url missing", { url: undefined }, "url: is required"],
    ["empty instanceId", { instanceId: "" }, "instanceId: must not be empty or blank"],
    ["blank instanceId", { instanceId: " \t" }, "instanceId: must not be empty or blank"],
    ["blank webhookId", { webhookId: "\u3000" }, "webhookId: must not be empty or blank"],
    ["instanceId .", { instanceId: "." }, 'instanceId: must not be ".", which a path cannot hold'],
    ["instanceId ..", { instanceId: ".." }, 'instanceId: must not be "..", which a path cannot hold'],
    ["half a character as id", { instanceId: "\ud800" }, "instanceId: must be well-formed Unicode"],
    ["a number as instanceId", { instanceId: 5 }, "instanceId: must be a string, not a number"],
    ["empty webhookId", { webhookId: "" }, "webhookId: must not be empty or blank"],
    ["a number as webhookId", { webhookId: 5 }, "webhookId: must be a string, not a number"],
    ["empty name", { name: "" }, "name: must not be empty or blank"],
    ["blank name", { name: " \t" }, "name: must not be empty or blank"],
    ["name too long", { name: "x".repeat(256) }, "name: must have at most 255 characters, not 256"],
    ["name null", { name: null }, "name: must be a string, not null"],
    ["name a list", { name: ["orders"] }, "name: must be a string, not a list"],
    ["name an object", { name: {} }, "name: must be a string, not an object"],
    ["empty url", { url: "" }, "url: must not be empty"],
    ["url ftp", { url: "ftp://shop.example" }, "url: must be an http or https url"],
    ["url without scheme", { url: "shop.example/hook" }, "url: must be an http or https url"],
    ["url without host", { url: "https:///hook" }, "url: must be an http or https url"],
    ["url that no parser takes", { url: "https://shop.example:port" }, "url: must be an http or https url"],
    ["port too large", { url: "https://x:70000" }, "url: must have a port from 1 to 65535"],
    ["port 0", { url: "https://u:5@x:0/hook" }, "url: must have a port from 1 to 65535"],
    ["url with spaces", { url: "https://shop.example/a b" }, "url: must not contain white space"],
    ["url with a line break", { url: "https://shop.example/\n" }, "url: must not contain white space"],
    [
      "url too long",
      { url: `https://shop.example/${"ü".repeat(4 * 1024)}` },
      "url: must have at most 8192 bytes, not 8213",
    ],
    ["enabled a string", { enabled: "yes" }, "enabled: must be true or false, not a string"],
    ["adopt a number", { adopt: 1 }, "adopt: must be true or false, not a number"],
    ["onDestroy", { onDestroy: "keep" }, 'onDestroy: must be one of "delete", "disable", "retain"'],
    ["otherEvents", { events: [], otherEvents: "no" }, 'otherEvents: must be one of "off", "on", "leave"'],
    ["token empty", { token: "" }, "token: must not be empty"],
    ["token a number", { token: 12 }, "token: must be a string, not a number"],
    ["baseUrl ftp", { baseUrl: "ftp://x" }, "baseUrl: must be an http or https url"],
    ["baseUrl with user", { baseUrl: "https://u:p@x" }, "baseUrl: must not contain a user or a password"],
    ["baseUrl with query", { baseUrl: "https://x/?a" }, "baseUrl: must not contain a query or a fragment"],
    [
      "baseUrl too long a path",
      { baseUrl: "https://x/api/v2/" },
      "baseUrl: must end before /api/v2, which the provider adds",
    ],
    ["a typo", { enable: true }, 'enable: unknown argument; did you mean "enabled"?'],
  ])("%s", (_what, change, failure) => {
    expect(failuresOf(change)).toEqual([failure]);
  });

  test.each([
    ["a line break", "orders\nnow: all is well"],
    ["a carriage return", "orders\r"],
    ["a terminal's escape", "\u001b[2Korders"],
    ["DEL", "orders\u007f"],
    ["a next line of C1", "orders\u0085next: nothing"],
    ["a line separator", "orders\u2028now: all is well"],
    ["a paragraph separator", "orders\u2029"],
    ["an override of direction", "orders\u202egnp"],
    ["an isolate", "\u2066orders"],
  ])("a name or id with %s, which would forge lines in errors", (_what, text) => {
    const problem = "must not contain control characters, line separators or what reorders text";
    for (const argument of ["name", "instanceId", "webhookId"])
      expect(failuresOf({ [argument]: text })).toEqual([`${argument}: ${problem}`]);
  });

  test("an argument that is called like two lines, in one", () => {
    expect(failuresOf({ "x\nnow: y": 1, events: ["a\nb"] })).toEqual([
      expect.stringMatching(/^x\\u\{a\}now: y: unknown argument; .*$/),
      expect.stringMatching(/^events\[0\]: unknown event "a\\u\{a\}b"; .*$/),
    ]);
  });

  test.each([
    ["name", "orders of {instanceId}", ""],
    ["url", "https://shop.example/{instanceId}", ", or %7BinstanceId%7D where the url is to have it"],
  ])("a %s with {instanceId}, which fleets alone replace", (argument, text, literally) => {
    expect(failuresOf({ [argument]: text })).toEqual([
      `${argument}: {instanceId} is replaced in a WebhookFleet alone: declare one, or write the id itself${literally}`,
    ]);
  });

  test("an argument that resembles none: all of them are listed", () => {
    expect(failuresOf({ zzzzzzzz: 1 })[0]).toMatch(
      /^zzzzzzzz: unknown argument; the arguments are instanceId, /,
    );
  });

  test.each(["__proto__", "constructor", "toString"])("an argument called %s", (name) => {
    expect(failuresOf(JSON.parse(`{"${name}": {"polluted": true}}`))).toEqual([
      expect.stringContaining(`${name}: unknown argument`),
    ]);
    expect({}).not.toHaveProperty("polluted");
  });
});

test("everything that is wrong is reported at once", () => {
  const { failures } = checkInputs({
    instanceId: "",
    name: 7,
    url: "mailto:x",
    enabled: "no",
    events: ["sendMessag", 4, "messagesSet"],
    otherEvents: "none",
    colour: "red",
  });
  expect(failures.map((failure) => failure.split(":")[0])).toEqual([
    "instanceId",
    "name",
    "url",
    "enabled",
    "events[0]",
    "events[1]",
    "otherEvents",
    "colour",
  ]);
});

test("no failure prints a value that may be secret", () => {
  const secret = "s3cr3t-value";
  const { failures } = checkInputs({
    instanceId: "shop-01",
    name: [secret],
    url: `ftp://${secret}@host/${secret}`,
    token: `${secret} with white space`,
    baseUrl: `https://${secret}:${secret}@host`,
    enabled: secret,
    adopt: secret,
    onDestroy: secret,
    otherEvents: secret,
    events: { sendMessage: secret },
    webhookId: { secret },
    password: secret,
  });
  expect(failures).toHaveLength(11);
  expect(failures.join("\n")).not.toContain(secret);
});

describe("a value that is unknown in a preview", () => {
  test.each(["instanceId", "name", "url", "enabled", "webhookId", "adopt", "onDestroy", "token", "baseUrl"])(
    "is taken for %s as it is",
    (name) => {
      expect(checkInputs({ ...GOOD, [name]: UNKNOWN })).toMatchObject({
        inputs: { [name]: UNKNOWN },
        failures: [],
      });
    },
  );

  test.each<[string, object]>([
    ["all of events", { events: UNKNOWN }],
    ["an element of the list", { events: ["sendMessage", UNKNOWN] }],
    ["a flag of the map", { events: { sendMessage: UNKNOWN } }],
    ["a flag of the map, under both names", { events: { stateInstance: UNKNOWN, statusInstance: true } }],
    ["a flag of the map, under its alias", { events: { stateInstance: true, statusInstance: UNKNOWN } }],
    ["otherEvents", { events: ["sendMessage"], otherEvents: UNKNOWN }],
  ])("makes events unknown where it is %s", (_what, change) => {
    expect(checkInputs({ ...GOOD, ...change })).toEqual({
      inputs: { ...GOOD, enabled: true, events: UNKNOWN, otherEvents: UNKNOWN },
      failures: [],
    });
  });

  test("is found wherever it stands", () => {
    expect(hasUnknown({ a: null, b: [{ c: UNKNOWN }] })).toBe(true);
    expect(hasUnknown({ a: null, b: [{ c: "known" }], d: undefined })).toBe(false);
  });

  test("does not hide what is wrong beside it", () => {
    expect(failuresOf({ name: UNKNOWN, events: [UNKNOWN, "sendMesage"] })).toEqual([
      'events[1]: unknown event "sendMesage"; did you mean "sendMessage"?',
    ]);
  });
});
