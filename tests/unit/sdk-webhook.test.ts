import * as pulumi from "@pulumi/pulumi";
import { Webhook, type WebhookArgs } from "../../sdk";
import { isSecretInput, runProgram } from "../support/provider/program";

const ARGS: WebhookArgs = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

const resolved = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));

async function register(args: Partial<WebhookArgs> = {}) {
  const outcome = await runProgram(() => new Webhook("orders", { ...ARGS, ...args }));
  return { ...outcome, inputs: outcome.resources[0]?.inputs ?? {} };
}

describe("a Webhook", () => {
  test("is a dynamic resource with its arguments and the line that loads the provider", async () => {
    const { resources } = await register({ events: ["sendMessage"], enabled: false });
    expect(resources).toEqual([
      {
        type: "pulumi-nodejs:dynamic/codechat:Webhook",
        name: "orders",
        inputs: {
          ...ARGS,
          enabled: false,
          events: { sendMessage: true },
          otherEvents: "off",
          __owner: "orders",
          __provider: 'exports.handler = () => require("pulumi-codechat/provider").webhook',
        },
      },
    ]);
  });

  test("has outputs", async () => {
    const outputs: pulumi.Output<unknown>[] = [];
    await runProgram(() => {
      const { id, name, url, webhookId } = new Webhook("orders", { ...ARGS, webhookId: "7" });
      outputs.push(id, name, url, webhookId);
    });
    expect(await Promise.all(outputs.map(resolved))).toEqual(["orders-id", "orders", ARGS.url, "7"]);
  });

  test("takes outputs for all of its arguments", async () => {
    const args = { ...ARGS, enabled: true, events: ["sendMessage" as const], otherEvents: "off" as const };
    const { inputs } = await register(
      Object.fromEntries(Object.entries(args).map(([name, value]) => [name, pulumi.output(value)])),
    );
    expect(inputs).toMatchObject({ ...args, events: { sendMessage: true } });
  });

  test("keeps its token as a secret, and nothing else", async () => {
    const { inputs } = await register({ token: "token-of-shop-01" });
    expect(Object.keys(inputs).filter((name) => isSecretInput(inputs[name]))).toEqual(["token"]);
  });

  test.each<[string, pulumi.Input<string>, boolean]>([
    ["with user info", "https://user:password@shop.example", true],
    ["with a user alone", "https://user@shop.example", true],
    ["with user info, from an output", pulumi.output("https://user:password@shop.example"), true],
    ["without user info", "https://shop.example/@", false],
    ["without user info, from an output", pulumi.output("https://shop.example"), false],
    ["that is a secret already", pulumi.secret("https://shop.example/secret-path"), true],
    ["that is none, which check will refuse", "no url", false],
    ["of another type, which check will refuse", 5 as never, false],
  ])("keeps a url %s as it should (secret: %3$s)", async (_what, url, secret) => {
    expect(isSecretInput((await register({ url })).inputs["url"])).toBe(secret);
  });
});

describe("a configuration key that is unknown", () => {
  const program = () => {
    new Webhook("orders", ARGS);
    new Webhook("sales", { ...ARGS, name: "sales" });
  };
  const config = { "codechat:baseURL": "https://s3cret.example", "shop:baseURL": "x" };

  test("is a warning with the nearest one, once a program, that does not show its value", async () => {
    for (const _program of ["first", "second"]) {
      const { warnings } = await runProgram(program, { config });
      expect(warnings).toEqual([
        "codechat:baseURL: unknown configuration key, which has no effect; did you mean codechat:baseUrl?",
      ]);
    }
  });

  test("is none where all are known", async () => {
    const known = { "codechat:baseUrl": "https://api.example", "codechat:deleteUnreachable": "true" };
    expect((await runProgram(program, { config: known })).warnings).toEqual([]);
  });
});

describe("a token in plain configuration", () => {
  const program = () => {
    new Webhook("orders", ARGS);
  };

  test.each(["token", "tokens"])(
    "(codechat:%s) is refused, with the command that sets it as a secret",
    async (key) => {
      const config = { [`codechat:${key}`]: "s3cret" };
      const { error, resources } = await runProgram(program, { config, mayThrow: true });
      expect(pulumi.RunError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({
        message: expect.stringContaining(`\`pulumi config set --secret codechat:${key} …\``),
      });
      expect(String(error)).not.toContain("s3cret");
      expect(resources).toEqual([]);
    },
  );

  test("is fine as a secret, and so is what else is plain", async () => {
    const config = { "codechat:token": "s3cret", "codechat:baseUrl": "https://api.example" };
    const { resources } = await runProgram(program, { config, secretKeys: ["codechat:token"] });
    expect(resources).toHaveLength(1);
  });
});

describe("a warning", () => {
  const DEPRECATED = "events.chatsDelete: the API marks this event as deprecated";
  const JWT = "events.newJwt: works only with the jwt authentication type";

  test.each<[string, WebhookArgs["events"], string[]]>([
    ["is given for what is deprecated, in a list", ["chatsDelete", "sendMessage"], [DEPRECATED]],
    ["is given for what is deprecated, in a map", { chatsDelete: true }, [DEPRECATED]],
    ["is given for what works only with jwt", ["newJwt"], [JWT]],
    ["is given for each", ["newJwt", "chatsDelete"], [JWT, DEPRECATED]],
    ["is given for outputs", pulumi.output(["newJwt" as const]), [JWT]],
    ["is not given for what is declared off", { chatsDelete: false, newJwt: false }, []],
    ['is not given for "all"', "all", []],
    ["is not given for nothing", undefined, []],
    ["is not given for what check will refuse", [5, "nonsense"] as never, []],
  ])("%s", async (_what, events, warnings) => {
    const outcome = await register(events === undefined ? {} : { events });
    expect(outcome.warnings).toEqual(warnings);
  });
});

test("outside of a Pulumi program, nothing is compared: there is no stack", async () => {
  await runProgram(() => {});
  expect(() => new Webhook("orders", ARGS)).not.toThrow();
});
