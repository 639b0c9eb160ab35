import { checkFleetInputs } from "../../provider/fleet/inputs";
import { UNKNOWN } from "../../provider/webhook/unknown";

const ARGS = { name: "orders", url: "https://shop.example/{instanceId}", events: ["messagesUpsert"] };

function check(args: object) {
  return checkFleetInputs({ ...ARGS, __provider: "…", ...args });
}

function instancesOf(args: object): unknown {
  const { inputs, failures } = check(args);
  expect(failures).toEqual([]);
  return inputs.instances;
}

describe("the canonical form of a fleet", () => {
  test("is a map of instance id and overrides, whichever form was declared", () => {
    const map = { "shop-1": {}, "shop-2": {} };
    expect(instancesOf({ instances: ["shop-1", "shop-2"] })).toEqual(map);
    expect(instancesOf({ instances: ["shop-2", "shop-1"] })).toEqual(map);
    expect(instancesOf({ instances: map })).toEqual(map);
  });

  test("has the events of fleet and members as sorted maps, and says enabled", () => {
    const { inputs } = check({
      events: ["statusInstance", "messagesUpsert"],
      instances: { "shop-1": { events: "all" }, "shop-2": { events: { chatsSet: false } } },
    });
    expect(inputs).toMatchObject({
      enabled: true,
      events: { messagesUpsert: true, stateInstance: true },
      otherEvents: "off",
      instances: {
        "shop-1": { events: {}, otherEvents: "on" },
        "shop-2": { events: { chatsSet: false }, otherEvents: "leave" },
      },
    });
  });

  test("takes members as they stand in state, where ignoreChanges puts those in the place of the program's", () => {
    const instances = {
      "shop-1": { live: { enabled: false } },
      "shop-2": { enabled: false, baseUrl: "https://old.example" },
      "shop-3": { removed: true, baseUrl: "https://old.example" },
    };
    expect(instancesOf({ instances })).toEqual({
      "shop-1": { live: { enabled: false } },
      "shop-2": { enabled: false },
    });
  });

  test("keeps the templates as they are", () => {
    const { inputs, failures } = check({
      instances: { "shop-1": { url: "https://{instanceId}.example/" } },
      name: "{instanceId}",
    });
    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({
      name: "{instanceId}",
      url: ARGS.url,
      instances: { "shop-1": { url: "https://{instanceId}.example/" } },
    });
  });

  test("has the normal form of a base url", () => {
    expect(check({ instances: ["a"], baseUrl: "HTTPS://API.example:443/" }).inputs).toMatchObject({
      baseUrl: "https://api.example",
    });
  });

  test("applied to itself changes nothing", () => {
    const { inputs } = check({ instances: { "shop-1": { events: ["chatsSet"] }, "shop-2": {} } });
    expect(checkFleetInputs(inputs)).toEqual({ inputs, failures: [] });
  });

  test("knows instances that are called like members of every object, and any Unicode", () => {
    const ids = ["constructor", "toString", "hasOwnProperty", "ünï ☎", "a/b", "a.b", "{instanceId}", "$&"];
    expect(Object.keys(instancesOf({ instances: ids }) as object).sort()).toEqual([...ids].sort());
  });

  test("may be without members", () => {
    expect(instancesOf({ instances: [] })).toEqual({});
    expect(instancesOf({ instances: {} })).toEqual({});
  });
});

describe("in a preview", () => {
  test("instances that are unknown, or one unknown id in the list, leave all of them unknown", () => {
    expect(instancesOf({ instances: UNKNOWN })).toBe(UNKNOWN);
    expect(instancesOf({ instances: ["shop-1", UNKNOWN, UNKNOWN] })).toBe(UNKNOWN);
  });

  test("what one member has otherwise may be unknown, as a whole or in part", () => {
    const instances = {
      "shop-1": {},
      "shop-2": UNKNOWN,
      "shop-3": { url: UNKNOWN },
      "shop-4": { events: [UNKNOWN] },
    };
    expect(instancesOf({ instances })).toEqual({
      ...instances,
      "shop-4": { events: UNKNOWN, otherEvents: UNKNOWN },
    });
  });

  test("everything else may be unknown, too", () => {
    const unknown = [
      "name",
      "url",
      "enabled",
      "events",
      "otherEvents",
      "adopt",
      "onDestroy",
      "token",
      "tokens",
    ];
    for (const argument of [...unknown, "baseUrl"]) {
      expect(check({ instances: ["shop-1"], [argument]: UNKNOWN }).failures).toEqual([]);
    }
    expect(check({ instances: ["shop-1"], tokens: { "shop-1": UNKNOWN } }).failures).toEqual([]);
  });

  test("what is wrong beside an unknown value is still refused", () => {
    expect(check({ instances: [UNKNOWN, ""] }).failures).toEqual([
      "instances[1]: must not be empty or blank",
    ]);
  });
});

describe("a fleet is refused", () => {
  test.each<[string, object, string[]]>([
    [
      "without anything",
      { instances: undefined, name: undefined, url: undefined },
      ["instances: is required", "name: is required", "url: is required"],
    ],
    [
      "where instances are of another form",
      { instances: "shop-1" },
      [
        "instances: must be a list of instance ids, or a map of instance id and what that member has otherwise",
      ],
    ],
    [
      "where an id is listed twice",
      { instances: ["shop-1", "shop-2", "shop-1"] },
      ['instances[2]: "shop-1" is listed twice'],
    ],
    [
      "where ids cannot be ids",
      { instances: ["", ".", "..", 7, null, "\ud800", "__proto__"] },
      [
        "instances[0]: must not be empty or blank",
        'instances[1]: must not be ".", which a path cannot hold',
        'instances[2]: must not be "..", which a path cannot hold',
        "instances[3]: must be a string, not a number",
        "instances[4]: must be a string, not null",
        "instances[5]: must be well-formed Unicode",
        'instances[6]: must not be "__proto__", which a map cannot hold: declare it as a Webhook',
      ],
    ],
    [
      "where a member is no object",
      { instances: { "shop-0": null, "shop-1": true, "shop-2": ["messagesUpsert"] } },
      [
        "instances.shop-0: must be an object of what the member has otherwise, such as {}",
        "instances.shop-1: must be an object of what the member has otherwise, such as {}",
        "instances.shop-2: must be an object of what the member has otherwise, such as {}",
      ],
    ],
    [
      "where a member has an unknown argument",
      { instances: { "shop-1": { enable: true } } },
      ['instances.shop-1.enable: unknown argument; did you mean "enabled"?'],
    ],
    [
      "where a member's values are wrong",
      { instances: { "shop-1": { enabled: "yes", name: 7, events: ["mesagesUpsert"] } } },
      [
        "instances.shop-1.enabled: must be true or false, not a string",
        "instances.shop-1.name: must be a string, not a number",
        'instances.shop-1.events[0]: unknown event "mesagesUpsert"; did you mean "messagesUpsert"?',
      ],
    ],
    [
      "where a member's events contradict each other",
      { instances: { "shop-1": { events: { stateInstance: true, statusInstance: false } } } },
      ["instances.shop-1.events.statusInstance: is declared both true and false (under two names)"],
    ],
    [
      "where a member's otherEvents contradict its events",
      { instances: { "shop-1": { events: "all", otherEvents: "off" } } },
      ['instances.shop-1.otherEvents: "off" contradicts events, which is "all": name the events instead'],
    ],
    [
      "where a member's otherEvents contradict the fleet's events",
      { events: "all", instances: { "shop-1": { otherEvents: "leave" } } },
      ['instances.shop-1.otherEvents: "leave" contradicts events, which is "all": name the events instead'],
    ],
    [
      "where a template does not make a url, or not of this instance",
      { url: "https://{instanceId}.example/", instances: ["shop-1", "shop 2"] },
      ["instances[1].url: must be an http or https url"],
    ],
    [
      "where a member's own template does not",
      { instances: { "shop 1": { url: "https://{instanceId}/" } } },
      ["instances.shop 1.url: must be an http or https url"],
    ],
    [
      "where the id makes the name too long",
      { name: "{instanceId}!", instances: ["s".repeat(255)] },
      ["instances[0].name: must have at most 255 characters, not 256"],
    ],
    [
      "where a member's token cannot be one",
      { instances: ["shop-1"], tokens: { "shop-1": "white space" } },
      ["instances.shop-1.token: must not contain white space or other characters that a header cannot carry"],
    ],
    [
      "where the fleet's own values are wrong, said once",
      { url: "ftp://x", enabled: 1, events: [], otherEvents: "of", instances: ["a", "b"] },
      [
        "enabled: must be true or false, not a number",
        'otherEvents: must be one of "off", "on", "leave"',
        "url: must be an http or https url",
      ],
    ],
    [
      "where the fleet's own url is wrong, and not for what a member says of the fleet's events",
      { url: "ftp://x", instances: { "shop-1": { otherEvents: "leave" } } },
      ["url: must be an http or https url"],
    ],
    [
      "where it takes what only a single webhook can: its id",
      { instances: ["a"], webhookId: "1" },
      [expect.stringContaining("webhookId: unknown argument")],
    ],
  ])("%s", (_what, args, failures) => {
    expect([...check(args).failures].sort()).toEqual([...failures].sort());
  });

  test.each([
    ["{instanceID}", "{instanceID} is not replaced: write {instanceId}"],
    ["{instance}", "{instance} is not replaced: write {instanceId}"],
    ["{instance_id}", "{instance_id} is not replaced: write {instanceId}"],
    ["{ instanceId }", "{ instanceId } is not replaced: write {instanceId}"],
    ["{{instanceId}}", "{{instanceId}} is not replaced: write {instanceId}"],
    ["$" + "{instanceId}", "$" + "{instanceId} is not replaced: write {instanceId}"],
  ])("where its name or url, or a member's own, has %s, with the right spelling", (written, problem) => {
    const name = `orders of ${written}`;
    const url = `https://shop.example/{instanceId}/${written}`;
    expect(check({ name, url, instances: ["a", "b"] }).failures).toEqual([
      `name: ${problem}`,
      `url: ${problem}`,
    ]);
    expect(check({ instances: { a: { name, url: `https://${written}.example/` } } }).failures).toEqual([
      `instances.a.name: ${problem}`,
      `instances.a.url: ${problem}`,
    ]);
  });

  test("where it has other braces, with what to write instead, and without what stands in them", () => {
    const { failures } = check({
      name: "{s3cret}",
      url: 'https://shop.example/?filter={"key":"s3cret"}',
      instances: ["a"],
    });
    expect(failures).toEqual([
      "name: has braces that are not replaced: the instance id is {instanceId}; declare a name with other braces as a Webhook",
      "url: has braces that are not replaced: the instance id is {instanceId}; write other braces percent-encoded, as %7B and %7D",
    ]);
    expect(
      check({ url: "https://shop.example/?filter=%7B%22key%22:1%7D", instances: ["a"] }).failures,
    ).toEqual([]);
  });

  test("where an id would forge lines in errors, and the failure itself is one line", () => {
    const problem = "must not contain control characters, line separators or what reorders text";
    expect(check({ instances: { "a\nnow: b": { enabled: 1 } } }).failures).toEqual([
      `instances.a\\u{a}now: b: ${problem}`,
    ]);
    expect(check({ instances: [" ", "a\u2028b"] }).failures).toEqual([
      "instances[0]: must not be empty or blank",
      `instances[1]: ${problem}`,
    ]);
  });

  test("where its name would forge lines, once", () => {
    expect(check({ name: "a\nb", instances: ["a", "b"] }).failures).toEqual([
      "name: must not contain control characters, line separators or what reorders text",
    ]);
  });

  test("member by member, in the order of their ids", () => {
    const { failures } = check({ instances: { "shop-3": true, "shop-1": true, "shop-2": true } });
    expect(failures.map((failure) => failure.split(":")[0])).toEqual([
      "instances.shop-1",
      "instances.shop-2",
      "instances.shop-3",
    ]);
  });

  test("for everything at once, the first twenty in full", () => {
    expect(check({ instances: Array.from({ length: 20 }, () => "") }).failures).toHaveLength(20);
    const { failures } = check({ instances: Array.from({ length: 50 }, () => "") });
    expect(failures).toHaveLength(21);
    expect(failures[20]).toBe("instances: … and 30 more failures like these");
  });
});
