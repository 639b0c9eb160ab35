import { Webhook } from "../../sdk";
import { declareWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { Project } from "../support/engine/project";
import { useStack } from "../support/engine/scene";
import { useServer } from "../support/engine/server";
import { INSTANCE, onlyWebhook, TOKEN } from "../support/server/server";

const OTHER = { name: "other", url: "https://shop.example/other" };

/** A program that declares the webhook under a resource name, and another webhook beside it. */
const program = (resource: string | undefined, other = OTHER) => {
  return () => {
    if (resource) declareWebhook(resource);
    declareWebhook("other", other);
  };
};

describe("a resource that is renamed while another one fails", () => {
  const scene = useStack();

  test("leaves the old name in state, with the same webhook", async () => {
    await scene.stack.up(program("before"));
    scene.server.faults.set({ call: "update", nth: { from: 2 }, fault: { kind: "status", status: 400 } });
    await failureOf(scene.stack.up(program("after", { ...OTHER, name: "changed" })));
    scene.server.faults.clear();
    const ids = (await scene.stack.resources()).map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([3, 2]);
  });

  test("keeps the live webhook when the next up deletes the old name", async () => {
    const { output } = await scene.stack.up(program("after"));
    expect(output).toContain("1 deleted");
    expect(
      scene.server
        .webhooks(INSTANCE)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["orders", "other"]);
    expect(await scene.stack.resources()).toHaveLength(2);
  });

  test.each([true, false])("is deleted once it is declared no more (refresh: %s)", async (refresh) => {
    await scene.stack.up(program("after"));
    await scene.stack.up(program(undefined), { refresh });
    expect(onlyWebhook(scene.server).name).toBe("other");
  });

  test("is deleted by destroy --refresh, too", async () => {
    await scene.stack.destroy({ refresh: true });
    expect(scene.server.webhooks(INSTANCE)).toEqual([]);
  });
});

describe("two names with the same webhook in state", () => {
  const scene = useStack();

  test("have a webhook each once both are declared again", async () => {
    await scene.stack.up(program("before"));
    scene.server.faults.set({ call: "update", nth: { from: 2 }, fault: { kind: "status", status: 400 } });
    await failureOf(scene.stack.up(program("after", { ...OTHER, name: "changed" })));
    scene.server.faults.clear();
    await scene.stack.up(() => {
      declareWebhook("before");
      declareWebhook("after", { name: "sales", url: "https://shop.example/sales" });
      declareWebhook("other", OTHER);
    });
    expect(
      scene.server
        .webhooks(INSTANCE)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["orders", "other", "sales"]);
    expect(new Set((await scene.stack.resources()).map(({ id }) => id)).size).toBe(3);
  });
});

describe("a declaration that is another one in the preview", () => {
  const scene = useServer();

  test("is updated: the preview has a provider process of its own", async () => {
    const program = `
      const { Webhook } = require("pulumi-codechat");
      const { runtime } = require("@pulumi/pulumi");
      new Webhook("orders", {
        instanceId: "${INSTANCE}",
        name: runtime.isDryRun() ? "previewed" : "orders",
        url: "https://shop.example/hook",
      });
    `;
    const project = await Project.open({
      server: scene.server,
      files: { "Pulumi.yaml": "name: dry\nruntime: nodejs\n", "package.json": "{}", "index.js": program },
    });
    try {
      await project.createStack({ "codechat:baseUrl": scene.server.url }, { "codechat:token": TOKEN });
      await project.pulumi("up", "--yes");
      await project.write("index.js", program.replace(': "orders"', ': "renamed"'));
      const { output, calls } = await project.pulumi("up", "--yes");
      expect(output).toContain("1 updated");
      expect(calls).toEqual(["update", "events"]);
      expect(onlyWebhook(scene.server).name).toBe("renamed");
    } finally {
      await project.close();
    }
  });
});

describe("a resource that is renamed, where one names a version of the package", () => {
  const scene = useStack();

  test("keeps its live webhook: both have one provider process", async () => {
    const named = (resource: string) => () => {
      declareWebhook(resource);
      new Webhook("other", { ...OTHER, instanceId: INSTANCE }, { version: "1.2.3" });
    };
    await scene.stack.up(named("before"));
    const { webhookId } = scene.server.webhooks(INSTANCE).find(({ name }) => name === "orders") ?? {};
    const { calls } = await scene.stack.up(named("after"));
    expect(calls).toEqual(["list", "update", "events"]);
    expect((await scene.stack.resources()).map(({ id }) => id)).toContain(String(webhookId));
    expect(scene.server.webhooks(INSTANCE)).toHaveLength(2);
  });
});
