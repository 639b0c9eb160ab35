import * as pulumi from "@pulumi/pulumi";
import { Webhook, WebhookFleet } from "../../../sdk";
import { useStack } from "../../support/engine-scene";
import { INSTANCE, TOKEN } from "../../support/server";

const ORDERS = { name: "orders", url: "https://shop.example/hook", events: ["messagesUpsert" as const] };
const SECRET_URL = "https://user:pass-word-3hT@shop.example/hook";

const isSecret = (value: unknown) => "4dabf18193072939515e22adb298388d" in Object(value);

describe("a transform that sets secrets in plain text", () => {
  const scene = useStack({}, { instances: { [INSTANCE]: TOKEN, "shop-02": TOKEN } });

  test("of the resource itself has them kept as secrets", async () => {
    const set = ({ props, opts }: { props: object; opts: pulumi.ResourceOptions }) => ({
      props: { ...props, token: TOKEN, url: SECRET_URL },
      opts,
    });
    await scene.stack.up(() => {
      new Webhook("orders", { ...ORDERS, instanceId: INSTANCE }, { transforms: [set] });
      new WebhookFleet("orders", { ...ORDERS, instances: ["shop-02"] }, { transformations: [set] });
    });
    const secrets = (await scene.stack.resources()).map(({ type, inputs, outputs }) => [
      type.replace(/.*:/, ""),
      ...[inputs, outputs].flatMap((bag) => [isSecret(bag["token"]), isSecret(bag["url"])]),
    ]);
    expect(secrets).toEqual([
      ["Webhook", true, true, true, true],
      ["WebhookFleet", true, true, true, true],
    ]);
    expect(scene.server.webhooks().map(({ url }) => url)).toEqual([SECRET_URL, SECRET_URL]);
    const everything = await scene.stack.project.everything();
    expect(everything).not.toContain(TOKEN);
    expect(everything).not.toContain("pass-word-3hT");
  });

  test("of the stack has the token secret in the outputs at least", async () => {
    await scene.stack.up(() => {
      pulumi.runtime.registerStackTransform(({ type, props, opts }) =>
        type.includes("codechat:") ? { props: { ...props, token: TOKEN }, opts } : undefined,
      );
      new Webhook("orders", { ...ORDERS, instanceId: INSTANCE });
      new WebhookFleet("orders", { ...ORDERS, instances: ["shop-02"] });
    });
    for (const { outputs } of await scene.stack.resources()) expect(isSecret(outputs["token"])).toBe(true);
  });
});
