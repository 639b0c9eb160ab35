import * as pulumi from "@pulumi/pulumi";
import { checkFleetInputs } from "../../provider/fleet/inputs";
import { checkInputs } from "../../provider/webhook/inputs";
import { Webhook, WebhookFleet } from "../../sdk";
import { isSecretInput, type ProgramOptions, runProgram } from "../support/provider/program";

const ORDERS = { name: "orders", url: "https://shop.example/hook" };

/** What is sent of a webhook with these arguments, which may be of any type. */
function sentOf(args: object, options?: ProgramOptions): Promise<Record<string, unknown>> {
  return sent(() => new Webhook("orders", { instanceId: "shop-01", ...ORDERS, ...args }), options);
}

/** What is sent of a fleet with these arguments. */
function sentOfFleet(args: object, options?: ProgramOptions): Promise<Record<string, unknown>> {
  return sent(() => new WebhookFleet("orders", { instances: [], ...ORDERS, ...args }), options);
}

async function sent(declare: () => unknown, options?: ProgramOptions): Promise<Record<string, unknown>> {
  const { resources } = await runProgram(() => void declare(), options);
  const { __owner, __refusal, ...inputs } = { ...resources[0]?.inputs };
  return inputs;
}

/** What is only known after another resource is there; in a preview, it is not. */
function fromOther<T>(value: T): pulumi.Output<T> {
  class Other extends pulumi.CustomResource {}
  return new Other("test:index:Other", "other").id.apply(() => value);
}

const ASYNCHRONOUS: [string, (value: unknown) => unknown][] = [
  ["plain", (value) => value],
  ["an output", (value) => pulumi.output(value as object)],
  ["a promise", (value) => Promise.resolve(value)],
];

describe("a declaration is sent in the form that it has in state", () => {
  const FORMS: [string, object, object][] = [
    [
      "a list",
      { events: ["sendMessage", "callUpsert"] },
      { events: { callUpsert: true, sendMessage: true }, otherEvents: "off" },
    ],
    [
      "a list, the rest on",
      { events: ["callUpsert"], otherEvents: "on" },
      { events: { callUpsert: true }, otherEvents: "on" },
    ],
    ['"all"', { events: "all" }, { events: {}, otherEvents: "on" }],
    ["nothing", {}, { events: {}, otherEvents: "on" }],
    ["a map", { events: { callUpsert: false } }, { events: { callUpsert: false }, otherEvents: "leave" }],
    ["an alias", { events: ["statusInstance"] }, { events: { stateInstance: true }, otherEvents: "off" }],
    [
      "the form itself",
      { events: { callUpsert: true }, otherEvents: "off" },
      { events: { callUpsert: true }, otherEvents: "off" },
    ],
  ];

  describe.each(FORMS)("%s", (_what, declared, canonical) => {
    test.each(ASYNCHRONOUS)("(%s) of a webhook", async (_how, make) => {
      const made = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, make(value)]));
      expect(await sentOf(made)).toMatchObject({ enabled: true, ...canonical });
    });

    test.each(ASYNCHRONOUS)("(%s) of a fleet and of its members", async (_how, make) => {
      const made = Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, make(value)]));
      const { events = "all" } = made;
      const inputs = await sentOfFleet({
        ...made,
        instances: { a: make({ events, ...declared }), b: {} },
      });
      expect(inputs).toMatchObject({ enabled: true, ...canonical, instances: { a: canonical, b: {} } });
    });
  });

  test.each(FORMS)("%s: check makes the same of it as of what was declared", async (_what, declared) => {
    const { __provider, ...webhook } = await sentOf(declared);
    expect(webhook).toEqual(checkInputs({ instanceId: "shop-01", ...ORDERS, ...declared }).inputs);
    expect(checkInputs(webhook).inputs).toEqual(webhook);
    const instances = { a: declared, b: {} };
    const { __provider: _, tokens, ...fleet } = await sentOfFleet({ ...declared, instances });
    expect(fleet).toEqual(checkFleetInputs({ ...ORDERS, ...declared, instances }).inputs);
    expect(checkFleetInputs(fleet).inputs).toEqual(fleet);
  });

  test.each(ASYNCHRONOUS)("members that are a list (%s)", async (_how, make) => {
    expect((await sentOfFleet({ instances: make(["b", "a"]) }))["instances"]).toEqual({ a: {}, b: {} });
    expect((await sentOfFleet({ instances: [make("a"), "b"] }))["instances"]).toEqual({ a: {}, b: {} });
  });

  test("entries that are outputs", async () => {
    expect(await sentOf({ events: [pulumi.output("sendMessage"), "callUpsert"] })).toMatchObject({
      events: { callUpsert: true, sendMessage: true },
      otherEvents: "off",
    });
    expect(
      await sentOf({ events: { statusInstance: pulumi.output(true), callUpsert: false } }),
    ).toMatchObject({
      events: { callUpsert: false, stateInstance: true },
      otherEvents: "leave",
    });
    const instances = {
      a: { events: { sendMessage: pulumi.output(true) } },
      b: { events: [pulumi.output("sendMessage")] },
    };
    expect((await sentOfFleet({ instances }))["instances"]).toEqual({
      a: { events: { sendMessage: true }, otherEvents: "leave" },
      b: { events: { sendMessage: true }, otherEvents: "off" },
    });
  });

  test("enabled that is an output or a promise", async () => {
    for (const enabled of [pulumi.output(false), Promise.resolve(false), false]) {
      expect(await sentOf({ enabled })).toMatchObject({ enabled: false });
    }
    expect(await sentOf({ enabled: pulumi.output(undefined) })).toMatchObject({ enabled: true });
  });

  test("a secret makes the events one, and nothing else", async () => {
    const inputs = await sentOf({ events: pulumi.secret(["sendMessage"]) });
    expect(Object.keys(inputs).filter((name) => isSecretInput(inputs[name]))).toEqual([
      "events",
      "otherEvents",
    ]);
  });

  test("what a preview does not know leaves the rest known", async () => {
    const preview = { preview: true };
    const known = await sentOf({ events: { callUpsert: fromOther(true), sendMessage: true } }, preview);
    expect(known).toMatchObject({ enabled: true, otherEvents: "leave" });
    const instances = { a: { enabled: fromOther(true), events: ["callUpsert"] }, b: fromOther({}) };
    const fleet = await sent(
      () => new WebhookFleet("orders", { ...ORDERS, instances: instances as never }),
      preview,
    );
    expect(fleet).toMatchObject({ instances: { a: { events: { callUpsert: true }, otherEvents: "off" } } });
  });
});

describe("what check refuses reaches it as it is declared", () => {
  const REFUSED: [string, object][] = [
    ["an unknown event", { events: ["sendMessages"] }],
    ["an unknown event in a map", { events: { sendMessages: true } }],
    ["a flag that is none", { events: { sendMessage: "yes" } }],
    [
      "two names of one event that contradict each other",
      { events: { stateInstance: true, statusInstance: false } },
    ],
    ["another form", { events: 7 }],
    ["no events", { events: null }],
    ['"all" and the rest off', { events: "all", otherEvents: "off" }],
    ["nothing and the rest off", { otherEvents: "off" }],
    ["other events of no kind", { events: [], otherEvents: "some" }],
    ["enabled that is no flag", { enabled: "yes" }],
  ];

  test.each(REFUSED)("%s", async (_what, declared) => {
    const { name, url } = ORDERS;
    const asDeclared = checkInputs({ instanceId: "shop-01", name, url, ...declared }).failures;
    expect(asDeclared).not.toEqual([]);
    for (const [, make] of ASYNCHRONOUS) {
      const made = Object.fromEntries(Object.entries(declared).map(([key, value]) => [key, make(value)]));
      expect(checkInputs(await sentOf(made)).failures).toEqual(asDeclared);
      const ofMember = checkFleetInputs({ name, url, instances: { a: declared } }).failures;
      expect(ofMember).not.toEqual([]);
      const { tokens: _, ...fleet } = await sentOfFleet({ instances: make({ a: declared }) });
      const asSaid = (reason: string) => reason.replace("its default ", "");
      expect(checkFleetInputs(fleet).failures.map(asSaid)).toEqual(ofMember.map(asSaid));
    }
  });

  test.each<[string, unknown]>([
    ["an empty id", [""]],
    ["an id twice", ["a", "a"]],
    ["an id that is a number", ["a", 7]],
    ["a member that is null", { a: null }],
    ["a member that is a list", { a: [] }],
    ["an argument that members do not have", { a: { adopt: false } }],
    ["no list and no map", "a"],
    ["nothing", undefined],
  ])("members: %s", async (_what, instances) => {
    const asDeclared = checkFleetInputs({ ...ORDERS, instances }).failures;
    expect(asDeclared).not.toEqual([]);
    for (const [, make] of ASYNCHRONOUS) {
      const { tokens: _, ...fleet } = await sentOfFleet({ instances: make(instances) });
      expect(checkFleetInputs(fleet).failures).toEqual(asDeclared);
    }
  });

  test("a member that contradicts its fleet, once both are known", async () => {
    const instances = { a: { otherEvents: pulumi.output("off") } };
    for (const events of [undefined, "all", pulumi.output("all")]) {
      const { tokens: _, ...fleet } = await sentOfFleet({
        instances,
        ...(events !== undefined && { events }),
      });
      expect(checkFleetInputs(fleet).failures).toEqual([
        'instances.a.otherEvents: "off" contradicts events, which is "all": name the events instead',
      ]);
    }
    const { tokens: _, ...fleet } = await sentOfFleet({ instances, events: ["sendMessage"] });
    expect(fleet["instances"]).toEqual({ a: { otherEvents: "off" } });
  });

  test("a flag that is known later is checked then", async () => {
    const flags = { stateInstance: true, statusInstance: pulumi.output(false) };
    expect(checkInputs(await sentOf({ events: flags })).failures).toEqual([
      "events.statusInstance: is declared both true and false (under two names)",
    ]);
  });
});
