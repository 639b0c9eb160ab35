import { DeclaredStack } from "../../support/engine/declared";
import { failureOf } from "../../support/engine/outcome";
import { useServer } from "../../support/engine/server";
import { INSTANCE, TOKEN } from "../../support/server/server";

const MAX_CONCURRENCY = 3;
const WEBHOOKS = 12;

/** When each request ended, in milliseconds, and how. */
const ends: { readonly at: number; readonly status: number | undefined }[] = [];

describe("a run with many webhooks", () => {
  const scene = useServer({ onRequest: ({ status }) => ends.push({ at: performance.now(), status }) });
  let stack: DeclaredStack;
  const declare = (name: string) =>
    stack.declare({
      webhooks: Object.fromEntries(
        Array.from({ length: WEBHOOKS }, (_, index) => [
          `webhook-${index}`,
          { instanceId: INSTANCE, name: `${name} ${index}`, url: "https://shop.example/hook" },
        ]),
      ),
    });
  beforeAll(async () => {
    const config = {
      "codechat:baseUrl": scene.server.url,
      "codechat:maxConcurrency": String(MAX_CONCURRENCY),
    };
    stack = await DeclaredStack.create(config, { "codechat:token": TOKEN });
  });
  beforeEach(() => {
    scene.server.faults.clear();
    scene.server.log.reset();
    ends.length = 0;
  });
  afterAll(() => stack?.close());

  test("has at most codechat:maxConcurrency requests in flight, on as many connections", async () => {
    scene.server.faults.set({ call: "any", fault: { kind: "slow", milliseconds: 20 } });
    await declare("first");
    await stack.up("--parallel", "100");
    expect(scene.server.log.count()).toBe(4 * WEBHOOKS);
    expect(scene.server.log.maxInFlight).toBeLessThanOrEqual(MAX_CONCURRENCY);
    // One at a time would be no concurrency at all; how many more depends on the machine.
    expect(scene.server.log.maxInFlight).toBeGreaterThan(1);
    expect(scene.server.log.countConnections()).toBeLessThanOrEqual(MAX_CONCURRENCY);
    expect(scene.server.webhooks()).toHaveLength(WEBHOOKS);
  });

  test("pauses altogether when one request is asked to wait", async () => {
    const retryAfter = 2;
    scene.server.faults.set({ call: "update", nth: 1, fault: { kind: "status", status: 429, retryAfter } });
    await declare("second");
    await stack.up("--parallel", "100");
    const asked = ends.find(({ status }) => status === 429)?.at ?? Number.NaN;
    const meanwhile = ends.filter(({ at }) => at > asked && at < asked + retryAfter * 1000);
    // Those alone that were under way already.
    expect(meanwhile.length).toBeLessThan(MAX_CONCURRENCY);
    expect(scene.server.log.count()).toBe(2 * WEBHOOKS + 1);
  });

  test("ends although nothing is answered any more: every operation has its own deadline", async () => {
    await stack.project.configure({ "codechat:timeoutSeconds": "2" });
    scene.server.faults.set({ call: "any", fault: { kind: "hang" } });
    await declare("third");
    const { output } = await failureOf(stack.up("--parallel", "100", "--continue-on-error"));
    const errors = output.slice(output.indexOf("Diagnostics:")).split("could not update").slice(1);
    expect(errors).toHaveLength(WEBHOOKS);
    for (const error of errors) expect(error).toMatch(/no answer within (the operation's limit of 2|0\.5) s/);
  });
});
