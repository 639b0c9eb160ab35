import * as pulumi from "@pulumi/pulumi";
import { Webhook, WebhookFleet, type WebhookFleetArgs } from "../../sdk";
import { isSecretInput, type Outcome, type ProgramOptions, runProgram } from "../support/provider/program";

const ORDERS = { name: "orders", url: "https://shop.example/{instanceId}" };

type Instances = WebhookFleetArgs["instances"];

function declare(args: object, options?: ProgramOptions): Promise<Outcome> {
  return runProgram(() => {
    new WebhookFleet("orders", { ...ORDERS, instances: [], ...args });
  }, options);
}

async function inputsOf(args: object, options?: ProgramOptions): Promise<Record<string, unknown>> {
  const { resources } = await declare(args, options);
  expect(resources).toHaveLength(1);
  return { ...resources[0]?.inputs };
}

/** What a secret holds. */
function secretIn(value: unknown): unknown {
  expect(isSecretInput(value)).toBe(true);
  return (value as { value: unknown }).value;
}

test("the provider is loaded by one line", async () => {
  const { resources } = await declare({});
  expect(resources).toMatchObject([
    {
      type: "pulumi-nodejs:dynamic/codechat:WebhookFleet",
      name: "orders",
      inputs: { __provider: 'exports.handler = () => require("pulumi-codechat/provider").fleet' },
    },
  ]);
});

describe("tokens of members", () => {
  const member = { token: "own-token", enabled: false };
  test.each<[string, () => Instances]>([
    ["plain values", () => ({ "shop-1": member, "shop-2": {} })],
    ["an output", () => pulumi.output({ "shop-1": member, "shop-2": {} })],
    ["a promise", () => Promise.resolve({ "shop-1": member, "shop-2": {} })],
    ["members that are outputs", () => ({ "shop-1": pulumi.output(member), "shop-2": pulumi.output({}) })],
    ["members that are promises", () => ({ "shop-1": Promise.resolve(member), "shop-2": {} })],
    [
      "tokens that are outputs",
      () => ({ "shop-1": { ...member, token: pulumi.output("own-token") }, "shop-2": {} }),
    ],
  ])("are taken out of %s and kept as one secret", async (_what, instances) => {
    const inputs = await inputsOf({ instances: instances() });
    expect(inputs["instances"]).toEqual({ "shop-1": { enabled: false }, "shop-2": {} });
    expect(secretIn(inputs["tokens"])).toEqual({ "shop-1": "own-token" });
  });

  test("that are secrets hide no more than themselves", async () => {
    const secret = { ...member, token: pulumi.secret("own-token") };
    for (const instances of [{ "shop-1": secret }, Promise.resolve({ "shop-1": secret })]) {
      const inputs = await inputsOf({ instances });
      expect(inputs["instances"]).toEqual({ "shop-1": { enabled: false } });
      expect(secretIn(inputs["tokens"])).toEqual({ "shop-1": "own-token" });
    }
  });

  test("are a secret even where there are none, so that the outputs' stay one", async () => {
    const inputs = await inputsOf({ instances: ["shop-1"] });
    expect(inputs["instances"]).toEqual({ "shop-1": {} });
    expect(secretIn(inputs["tokens"])).toEqual({});
  });

  test("have no argument of their own", async () => {
    const { error, resources } = await declare({ tokens: { "shop-1": "own-token" } }, { mayThrow: true });
    expect(String(error)).toContain("tokens: unknown argument; give a member its token in instances");
    expect(String(error)).not.toContain("own-token");
    expect(resources).toEqual([]);
  });
});

describe("secrets", () => {
  test("the fleet's token is one", async () => {
    expect(secretIn((await inputsOf({ token: "a-token" }))["token"])).toBe("a-token");
  });

  test("a url with user info is one, the fleet's or a member's", async () => {
    const url = "https://user:password@shop.example/";
    for (const given of [url, pulumi.output(url), Promise.resolve(url)]) {
      const inputs = await inputsOf({ url: given, instances: { "shop-1": { url: given } } });
      expect(secretIn(inputs["url"])).toBe(url);
      // Without an engine, a secret inside makes the whole one.
      expect(secretIn(inputs["instances"])).toEqual({ "shop-1": { url } });
    }
  });

  test("a token in plain configuration is refused", async () => {
    const { error } = await declare({}, { config: { "codechat:token": "plain" }, mayThrow: true });
    expect(String(error)).toContain("codechat:token is in plain configuration");
  });
});

describe("a live webhook is declared once", () => {
  const single = (instanceId: string) => () =>
    new Webhook("single", { instanceId, name: "orders", url: `https://shop.example/${instanceId}` });
  const fleet =
    (instances: Instances, args: object = {}) =>
    () =>
      new WebhookFleet("fleet", { ...ORDERS, instances, ...args });
  const refusal = async (...declarations: (() => unknown)[]) => {
    const program = () => {
      for (const declaration of declarations) declaration();
    };
    const { error } = await runProgram(program, { mayThrow: true });
    return error instanceof Error ? error.message : "";
  };

  test("by a fleet and by a resource of its own", async () => {
    const message = await refusal(
      single("a b"),
      fleet(["shop-1"]),
      fleet({ x: { url: "https://x.example" } }),
    );
    expect(message).toBe("");
    expect(await refusal(single("shop-1"), fleet(["shop-1", "shop-2"]))).toBe(
      'WebhookFleet "fleet", member shop-1, and Webhook "single" declare the same live webhook: instance shop-1, ' +
        "same name and url. Declare it once, or change name, url or webhookId of one of them.",
    );
  });

  test("an id that is listed twice is left to the provider, which names its place", async () => {
    expect(await refusal(fleet(["shop-1", "shop-1"]))).toBe("");
  });
});

describe("what the provider refuses", () => {
  test.each<[string, object]>([
    ["no instances", { instances: undefined }],
    ["instances of another form", { instances: "shop-1" }],
    ["instances that are null", { instances: null }],
    ["a member that is null", { instances: { "shop-1": null } }],
    ["a member that is a text", { instances: { "shop-1": "https://x.example" } }],
    ["no name, no url", { name: undefined, url: undefined, instances: ["shop-1"] }],
    ["a name that is a number", { name: 7, instances: ["shop-1", 8, null] }],
    ["a url that is a number", { instances: { "shop-1": { url: 7 } } }],
  ])("reaches it: %s", async (_what, args) => {
    await inputsOf(args);
  });

  test("but a map cannot carry an instance called __proto__, so that is refused at once", async () => {
    const instances = JSON.parse('{ "__proto__": {}, "shop-1": {} }');
    expect(String((await declare({ instances }, { mayThrow: true })).error)).toContain(
      "cannot be in a fleet",
    );
  });
});

describe("warnings", () => {
  const DEPRECATED = "events.chatsDelete: the API marks this event as deprecated";

  test("name a deprecated event once, however many members declare it", async () => {
    const instances = { "shop-1": { events: ["chatsDelete"] }, "shop-2": { events: { chatsDelete: true } } };
    expect((await declare({ instances, events: ["chatsSet"] })).warnings).toEqual([DEPRECATED]);
    expect((await declare({ instances: ["shop-1"], events: ["chatsDelete"] })).warnings).toEqual([
      DEPRECATED,
    ]);
  });

  test("are not for what a member switches off", async () => {
    const instances = { "shop-1": { events: { chatsDelete: false } } };
    expect((await declare({ instances, events: ["chatsSet"] })).warnings).toEqual([]);
  });
});
