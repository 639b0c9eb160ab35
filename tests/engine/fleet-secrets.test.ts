import * as pulumi from "@pulumi/pulumi";
import { declareFleet } from "../support/engine/fleet";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";

const PLAIN = {
  plain: "token-plain-v8Wq1",
  output: "token-output-b2Xz7",
  promise: "token-promise-k5Rn3",
  secret: "token-secret-h9Lm4",
  fleet: "token-fleet-t6Dc0",
  configured: "token-configured-y3Fp8",
  password: "password-n7Js5",
  path: "path-of-fleet-g4Vb2",
  memberPath: "path-of-member-q1Hk6",
};

const INSTANCES = {
  plain: PLAIN.plain,
  output: PLAIN.output,
  promise: PLAIN.promise,
  secret: PLAIN.secret,
  fleet: PLAIN.fleet,
  configured: PLAIN.configured,
  late: PLAIN.plain,
};

describe("what is secret in a fleet", () => {
  const scene = useStack(
    {
      "codechat:token": { value: PLAIN.configured, secret: true },
      "codechat:maxRetries": { value: "0" },
    },
    { instances: INSTANCES },
  );
  const declare = (name: string) => () => {
    declareFleet(
      {
        plain: { token: PLAIN.plain, url: `https://user:${PLAIN.password}@shop.example/` },
        output: pulumi.output({ token: PLAIN.output }),
        promise: Promise.resolve({
          token: PLAIN.promise,
          url: `https://user:${PLAIN.password}@shop.example/`,
        }),
        secret: {
          token: pulumi.secret(PLAIN.secret),
          url: pulumi.secret(`https://x.example/${PLAIN.memberPath}`),
        },
        fleet: {},
      },
      { name, token: PLAIN.fleet, url: pulumi.secret(`https://shop.example/${PLAIN.path}`) },
    );
    declareFleet(pulumi.output({ late: { token: PLAIN.plain } }), { name }, "late");
    declareFleet(["configured"], { name }, "configured");
  };
  const expectNothingPlain = async () => {
    const everything = await scene.stack.project.everything();
    expect(everything).toContain("shop.example");
    const leaks = Object.values(PLAIN).map((secret) => everything.indexOf(secret));
    const found = leaks.filter((at) => at >= 0);
    expect(found.map((at) => everything.slice(Math.max(0, at - 200), at + 50))).toEqual([]);
  };

  test("is used, and stands nowhere in plain, neither in state nor on the screen", async () => {
    await scene.stack.up(declare("orders"), { diff: true });
    expect(scene.server.webhooks()).toHaveLength(7);
    await expectNothingPlain();
  });

  test("leaves the members readable in state", async () => {
    const fleets = await scene.stack.resources();
    for (const bag of fleets.flatMap(({ inputs, outputs }) => [inputs, outputs])) {
      expect(Object.keys(bag["instances"] as object).join()).toMatch(
        /^(fleet,output,plain,promise,secret|late|configured)$/,
      );
    }
  });

  test("stays secret in a preview of changes, in drift and in its repair", async () => {
    await scene.stack.preview(declare("renamed"), { diff: true });
    for (const { instanceId, webhookId, url } of scene.server.webhooks()) {
      scene.server.edit(instanceId, webhookId, { name: "drifted", url: `${url}/elsewhere` });
    }
    await scene.stack.preview(declare("orders"), { diff: true, refresh: true });
    await scene.stack.refresh();
    await expectNothingPlain();
    await scene.stack.up(declare("orders"), { diff: true, refresh: true });
    await expectNothingPlain();
  });

  test("stays secret in errors, even where the server repeats it, and in the state that they leave", async () => {
    for (const { instanceId, url } of scene.server.webhooks()) {
      const token = INSTANCES[instanceId as keyof typeof INSTANCES];
      const message = `not ${token} at ${url}`;
      for (const call of ["update", "delete"] as const) {
        scene.server.faults.add({ call, instanceId, fault: { kind: "status", status: 400, message } });
      }
    }
    const { output } = await failureOf(scene.stack.up(declare("renamed")));
    expect(output).toContain("400 Bad Request: not [secret] at https://shop.example/…");
    const fewer = () => void declareFleet({ plain: { token: PLAIN.plain } }, { name: "renamed" });
    await failureOf(scene.stack.up(fewer));
    scene.server.faults.clear();
    await expectNothingPlain();
  });

  test("a token of a member that could not be destroyed is still there for the next up", async () => {
    const declareOne = () => void declareFleet([], { name: "renamed" });
    scene.server.faults.set({ call: "delete", fault: { kind: "status", status: 500 } });
    await failureOf(scene.stack.up(declareOne));
    scene.server.faults.clear();
    await scene.stack.up(declareOne);
    expect(scene.server.webhooks("plain")).toEqual([]);
    await expectNothingPlain();
  });
});
