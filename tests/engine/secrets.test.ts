import * as pulumi from "@pulumi/pulumi";
import { declareWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";
import { present } from "../support/engine/server";
import { INSTANCE, TOKEN } from "../support/server/server";

const MAPPED_TOKEN = "mapped-token-vR3q9";
const OWN_TOKEN = "own-token-Xk27fQ";
const PASSWORD = "password-8hJd2";
const SECRET_PATH = "path-pL5sW1";
const CONFIGURED_TOKEN = "configured-token-Zt41c";
const PLAIN = [MAPPED_TOKEN, OWN_TOKEN, PASSWORD, SECRET_PATH, CONFIGURED_TOKEN];

/** How the engine marks a secret in an exported state. */
const MARKED_SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const INSTANCES = { [INSTANCE]: CONFIGURED_TOKEN, mapped: MAPPED_TOKEN, own: OWN_TOKEN };

describe("what is secret", () => {
  const scene = useStack(
    {
      "codechat:token": { value: CONFIGURED_TOKEN, secret: true },
      "codechat:tokens": { value: JSON.stringify({ mapped: MAPPED_TOKEN }), secret: true },
      "codechat:maxRetries": { value: "0" },
    },
    { instances: INSTANCES },
  );
  const declare = (name: string) => () => {
    declareWebhook("configured", { name, url: pulumi.secret(`https://shop.example/${SECRET_PATH}`) });
    declareWebhook("mapped", { name, instanceId: "mapped" });
    declareWebhook("own", { name, instanceId: "own", token: OWN_TOKEN });
    declareWebhook("user info", { name, url: `https://user:${PASSWORD}@shop.example/hook` });
  };
  const expectNothingPlain = async () => {
    const everything = await scene.stack.project.everything();
    expect(everything).toContain("shop.example");
    // Only the surroundings: all of it would bury them.
    const leaks = PLAIN.map((secret) => everything.indexOf(secret)).filter((at) => at >= 0);
    expect(leaks.map((at) => everything.slice(Math.max(0, at - 200), at + 50))).toEqual([]);
  };

  test("each resource uses its own token, the map's, then the configured one", async () => {
    await scene.stack.up(declare("orders"));
    expect(
      scene.server
        .webhooks()
        .map(({ instanceId, url }) => [instanceId, url])
        .sort(),
    ).toEqual([
      ["mapped", "https://shop.example/hook"],
      ["own", "https://shop.example/hook"],
      [INSTANCE, `https://shop.example/${SECRET_PATH}`],
      [INSTANCE, `https://user:${PASSWORD}@shop.example/hook`],
    ]);
  });

  test("is marked as secret in state, in inputs and outputs alike", async () => {
    const resources = new Map(
      (await scene.stack.resources()).map((resource) => [resource.urn.split("::").at(-1), resource]),
    );
    for (const [name, property] of [
      ["configured", "url"],
      ["user info", "url"],
      ["own", "token"],
    ] as const) {
      const { inputs, outputs } = present(resources.get(name));
      for (const bag of [inputs, outputs]) expect(bag[property]).toMatchObject(MARKED_SECRET);
    }
    await expectNothingPlain();
  });

  test("stays secret in a preview of changes, in a refresh that finds drift, and in its repair", async () => {
    await scene.stack.preview(declare("renamed"), { diff: true });
    for (const { instanceId, webhookId, url } of scene.server.webhooks()) {
      scene.server.edit(instanceId, webhookId, { name: "drifted", url: `${url}/elsewhere` });
    }
    await scene.stack.preview(declare("orders"), { diff: true, refresh: true });
    await scene.stack.up(declare("orders"), { diff: true, refresh: true });
    await expectNothingPlain();
  });

  test("stays secret in errors, even where the server repeats it", async () => {
    const refusing = (instanceId: string, message: string) =>
      scene.server.faults.add({
        call: "update",
        instanceId,
        fault: { kind: "status", status: 400, message },
      });
    refusing("mapped", `not ${MAPPED_TOKEN}`);
    refusing("own", `not ${OWN_TOKEN}`);
    const urls = `https://user:${PASSWORD}@shop.example/hook, https://shop.example/${SECRET_PATH}`;
    refusing(INSTANCE, `neither ${urls} nor ${CONFIGURED_TOKEN}`);
    const { output } = await failureOf(scene.stack.up(declare("renamed")));
    expect(output).toContain("400 Bad Request");
    scene.server.faults.clear();
    await expectNothingPlain();
  });

  test("stays secret in inputs that are refused", async () => {
    const { output, calls } = await failureOf(
      scene.stack.preview(() => {
        declareWebhook("own", {
          token: `${OWN_TOKEN} ${TOKEN}`,
          url: `ftp://user:${PASSWORD}@shop.example/`,
        });
      }),
    );
    expect(output).toContain("token: must not contain white space");
    expect(output).toContain("url: must be an http or https url");
    expect(calls).toEqual([]);
    await expectNothingPlain();
  });

  test("a map of tokens that cannot be read is refused without being shown", async () => {
    const malformed = `{"own": ${OWN_TOKEN}`;
    await scene.stack.configure({ "codechat:tokens": { value: malformed, secret: true } });
    const { output, calls } = await failureOf(scene.stack.preview(declare("orders")));
    expect(output).toContain("codechat:tokens: must be a JSON object of instance id and token");
    expect(calls).toEqual([]);
    await expectNothingPlain();
  });
});
