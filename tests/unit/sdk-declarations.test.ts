import * as pulumi from "@pulumi/pulumi";
import { Webhook, type WebhookArgs } from "../../sdk";
import { runProgram } from "../support/provider/program";

const ARGS: WebhookArgs = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

async function errorOf(one: Partial<WebhookArgs>, other: Partial<WebhookArgs>): Promise<unknown> {
  const program = () => {
    new Webhook("one", { ...ARGS, ...one });
    new Webhook("other", { ...ARGS, ...other });
  };
  const { error } = await runProgram(program, { mayThrow: true });
  return error;
}

describe("two declarations of one live webhook", () => {
  test("are refused, and both are named: same instance, name and url", async () => {
    const error = await errorOf({}, {});
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message:
        'Webhook "other" and Webhook "one" declare the same live webhook: instance shop-01, same name and url. ' +
        "Declare it once, or change name, url or webhookId of one of them.",
    });
  });

  test("are refused where one of them names the configured server, however it is spelled", async () => {
    process.env["CODECHAT_BASE_URL"] = "https://API.example:443/";
    const error = await errorOf({ baseUrl: "HTTPS://api.example" }, {});
    delete process.env["CODECHAT_BASE_URL"];
    expect(error).toMatchObject({ message: expect.stringContaining("same name and url") });
  });

  test("are refused where both take over the same webhookId", async () => {
    const error = await errorOf({ webhookId: "7" }, { webhookId: "7", name: "sales" });
    expect(error).toMatchObject({ message: expect.stringContaining("same webhookId 7") });
  });

  test("are refused where just one of them says its webhookId", async () => {
    const error = await errorOf({ webhookId: "7" }, {});
    expect(error).toMatchObject({ message: expect.stringContaining("same name and url") });
  });
});

describe("two declarations of two webhooks", () => {
  test.each<[string, Partial<WebhookArgs>, Partial<WebhookArgs>]>([
    ["on two instances", {}, { instanceId: "shop-02" }],
    ["with two names", {}, { name: "sales" }],
    ["with two urls", {}, { url: "https://shop.example/other" }],
    ["on two servers", {}, { baseUrl: "https://other.example" }],
    ["that are twins, told apart by their ids", { webhookId: "7" }, { webhookId: "8" }],
    ["with outputs", {}, { url: pulumi.output("https://shop.example/other") }],
  ])("%s are fine", async (_what, one, other) => {
    expect(await errorOf(one, other)).toBeUndefined();
  });

  test("in two programs of one process are fine", async () => {
    for (const _program of ["first", "second"]) {
      const { resources } = await runProgram(() => new Webhook("orders", ARGS));
      expect(resources).toHaveLength(1);
    }
  });
});

describe("declarations that are registered all the same", () => {
  const refusalsOf = async (program: () => void, preview = false) => {
    const { resources } = await runProgram(program, { preview, mayThrow: true });
    return resources.map(({ name, inputs }) => [name, inputs["__refusal"]]);
  };
  const both = expect.stringMatching(
    /^Webhook "other" and Webhook "one" declare the same live webhook: instance shop-01, same name and url/,
  );

  test("are refused by the provider: the first one, where the second ends the program", async () => {
    const program = () => {
      new Webhook("one", ARGS);
      new Webhook("other", ARGS);
    };
    expect(await refusalsOf(program)).toEqual([["one", both]]);
  });

  test.each<[string, Partial<WebhookArgs>]>([
    ["outputs", { url: pulumi.output(ARGS.url) }],
    ["secrets", { name: pulumi.secret("orders") }],
    ["promises", { instanceId: Promise.resolve("shop-01") }],
  ])("are refused by the provider once known, both of them (%s)", async (_what, late) => {
    const program = () => {
      new Webhook("one", { ...ARGS, ...late });
      new Webhook("other", { ...ARGS, ...late });
    };
    const refused = [
      ["one", both],
      ["other", both],
    ];
    expect(await refusalsOf(program)).toEqual(refused);
    expect(await refusalsOf(program, true)).toEqual(refused);
  });

  test("are no duplicates yet where they are unknown in a preview", async () => {
    const program = () => {
      const first = new Webhook("first", { ...ARGS, name: "first" });
      const url = pulumi.interpolate`https://shop.example/${first.id}`;
      new Webhook("one", { ...ARGS, url });
      new Webhook("other", { ...ARGS, url });
    };
    expect((await refusalsOf(program)).slice(1)).toEqual([
      ["one", both],
      ["other", both],
    ]);
    expect((await refusalsOf(program, true)).map(([, refusal]) => refusal)).not.toContainEqual(both);
  });
});

describe("the logical name that tells resources apart", () => {
  test("has the types of the parents before it", async () => {
    const { resources } = await runProgram(() => {
      const shop = new pulumi.ComponentResource("my:Shop", "shop");
      new Webhook("orders", ARGS, { parent: shop });
      new Webhook("orders", { ...ARGS, name: "sales" });
    });
    const owners = resources.flatMap(({ inputs }) => inputs["__owner"] ?? []);
    expect(owners.sort()).toEqual(["my:Shop$orders", "orders"]);
  });
});
