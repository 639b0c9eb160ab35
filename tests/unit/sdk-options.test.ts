import * as pulumi from "@pulumi/pulumi";
import { Webhook, WebhookFleet } from "../../sdk";
import { optionsOf } from "../../sdk/options";
import { runProgram } from "../support/provider/program";

const ARGS = { instanceId: "shop-01", name: "orders", url: "https://shop.example/hook" };

describe.each(["import", "id"])("the option %s", (option) => {
  test("is refused, with what to do instead", async () => {
    const { error, resources } = await runProgram(
      () => new Webhook("orders", ARGS, { [option]: "7" }) && undefined,
      { mayThrow: true },
    );
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      message: `Webhook "orders": the option ${option} is not supported: dynamic resources are neither imported nor read by their id. Take the option away and declare webhookId: it takes over this live webhook.`,
    });
    expect(resources).toEqual([]);
  });

  test("is refused of a fleet, too", async () => {
    const { error } = await runProgram(
      () => new WebhookFleet("orders", { ...ARGS, instances: ["shop-01"] }, { [option]: "7" }) && undefined,
      { mayThrow: true },
    );
    expect(String(error)).toContain(
      "declare the name and url of the live webhooks: the fleet takes them over",
    );
  });

  test("may be undefined", () => {
    expect(() => optionsOf("Webhook", "orders", ARGS, { [option]: undefined } as object)).not.toThrow();
  });
});

test("environment variables are mapped for providers alone", () => {
  const envVarMappings = { SHOP_TOKEN: "CODECHAT_TOKEN" };
  expect(() => optionsOf("Webhook", "orders", ARGS, { envVarMappings })).toThrow(
    'Webhook "orders": the option envVarMappings is for providers alone.',
  );
});

test("tokens are secret in the outputs, whoever sets them, beside what the program wants secret", () => {
  expect(optionsOf("Webhook", "orders", ARGS).additionalSecretOutputs).toEqual(["token"]);
  expect(optionsOf("WebhookFleet", "orders", ARGS).additionalSecretOutputs).toEqual(["token", "tokens"]);
  const { additionalSecretOutputs } = optionsOf("Webhook", "orders", ARGS, {
    additionalSecretOutputs: ["url"],
  });
  expect(additionalSecretOutputs).toEqual(["url", "token"]);
});

describe("ignoreChanges", () => {
  const ignored = (ignoreChanges: string[], args: object = {}) =>
    optionsOf("Webhook", "orders", args, { ignoreChanges }).ignoreChanges;

  test.each<[string[], string[]]>([
    [["events"], ["events", "otherEvents"]],
    [['["events"]'], ['["events"]', '["otherEvents"]']],
    [['instances["shop-01"].events'], ['instances["shop-01"].events', 'instances["shop-01"].otherEvents']],
    [
      ['instances["shop.01"]["events"]'],
      ['instances["shop.01"]["events"]', 'instances["shop.01"]["otherEvents"]'],
    ],
    [["instances.*.events"], ["instances.*.events", "instances.*.otherEvents"]],
    [["events.presenceUpdate"], ["events.presenceUpdate"]],
    [
      ["subscribedEvents", "url", "*"],
      ["subscribedEvents", "url", "*"],
    ],
  ])("of %j means %j", (paths, all) => {
    expect(ignored(paths)).toEqual(all);
  });

  test("of events leaves otherEvents alone where that is declared itself", () => {
    expect(ignored(["events"], { otherEvents: "off" })).toEqual(["events"]);
  });
});
