import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { Webhook, type WebhookArgs, WebhookFleet } from "../../sdk";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";
import { INSTANCE, TOKEN } from "../support/server/server";

const ORDERS = { instanceId: INSTANCE, name: "orders", url: "https://shop.example/hook" };

/** An explicit provider of dynamic resources, which is a process of its own. */
class ExplicitProvider extends pulumi.ProviderResource {
  constructor(name: string) {
    super("pulumi-nodejs", name, {});
  }
}

describe("two explicit providers of one server", () => {
  // What their processes share is in the system's temporary folder.
  const temporary = mkdtempSync(join(tmpdir(), "codechat-claims-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temporary;
  const scene = useStack();
  afterAll(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(temporary, { recursive: true, force: true });
  });

  // An explicit provider gets no configuration of the stack.
  const connection = () => ({ baseUrl: scene.server.url, token: TOKEN });
  const declare = (resource: string, provider: string, args: Partial<WebhookArgs> = {}) =>
    new Webhook(
      resource,
      { ...ORDERS, ...connection(), ...args },
      { provider: new ExplicitProvider(provider) },
    );
  const idsInState = async () => (await scene.stack.resources()).map(({ id }) => id);
  const live = () => scene.server.webhooks(INSTANCE);

  test("keep the live webhook of a resource that gets another name and the other provider", async () => {
    await scene.stack.up(() => {
      declare("before", "a");
    });
    const [before] = live();
    await scene.stack.up(() => {
      declare("after", "b");
    });
    expect(live()).toEqual([{ ...before, updatedAt: expect.anything() }]);
    expect(await idsInState()).toEqual([before?.webhookId]);
  });

  test("keep it where a resource gets the other provider alone, and where it moves into a fleet there", async () => {
    const [before] = live();
    await scene.stack.up(() => {
      declare("after", "a");
    });
    expect(live().map(({ webhookId }) => webhookId)).toEqual([before?.webhookId]);
    await scene.stack.up(() => {
      const { name, url } = ORDERS;
      const args = { instances: [INSTANCE], name, url, ...connection() };
      new WebhookFleet("fleet", args, { provider: new ExplicitProvider("b") });
    });
    expect(live().map(({ webhookId }) => webhookId)).toEqual([before?.webhookId]);
  });

  test("make one webhook of two declarations that turn out to be the same", async () => {
    await scene.stack.destroy();
    expect(live()).toEqual([]);
    const { output } = await failureOf(
      scene.stack.up(() => {
        const name = pulumi.output(Promise.resolve("orders"));
        declare("one", "a", { name });
        declare("two", "b", { name });
      }),
    );
    expect(output).toContain("declare the same live webhook");
    expect(live().length).toBeLessThanOrEqual(1);
    const ids = await idsInState();
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("delete it in the end, and leave nothing behind", async () => {
    await scene.stack.destroy();
    expect(live()).toEqual([]);
    const folders = readdirSync(temporary).filter((name) => name.startsWith("pulumi-codechat-"));
    expect(folders).toHaveLength(1);
    for (const folder of folders) expect(readdirSync(join(temporary, folder))).toEqual([]);
  });
});
