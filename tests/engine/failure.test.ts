import { declareWebhook, oneWebhook } from "../support/engine/declare";
import { failureOf } from "../support/engine/outcome";
import { useStack } from "../support/engine/scene";
import { INSTANCE, onlyWebhook } from "../support/server/server";

/** What the engine says at the end, without the progress before it. */
function diagnostics(output: string): string {
  return output.slice(output.indexOf("Diagnostics:"), output.indexOf("Resources:"));
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe("an operation that fails half-way", () => {
  const scene = useStack({ "codechat:maxRetries": { value: "0" } });
  const failing = (call: "events" | "get" | "delete", status: number) =>
    scene.server.faults.set({ call, fault: { kind: "status", status } });
  afterEach(() => scene.server.faults.clear());

  test("leaves the webhook in state where it exists, and says what is true now and what to do", async () => {
    failing("events", 500);
    const { output, calls } = await failureOf(scene.stack.up(oneWebhook()));
    expect(calls).toEqual(["list", "create", "update", "events"]);
    const { webhookId } = onlyWebhook(scene.server);
    const errors = diagnostics(output);
    expect(errors).toContain(
      `could not create webhook "orders" of instance ${INSTANCE} (webhook ${webhookId})`,
    );
    expect(errors).toContain("(define events) was answered 500 Internal Server Error");
    expect(errors).toContain("now: the webhook is in state");
    expect(occurrences(errors, "next: ")).toBe(1);
    const [resource] = await scene.stack.resources();
    expect(resource).toMatchObject({ id: webhookId, outputs: { webhookId, name: "orders" } });
    expect(resource?.outputs["__provider"]).toBe(resource?.inputs["__provider"]);
    expect(resource?.initErrors).toHaveLength(1);
  });

  test("is finished by the next up, on the same webhook", async () => {
    const { webhookId } = onlyWebhook(scene.server);
    const { calls } = await scene.stack.up(oneWebhook());
    expect(calls).toEqual(["update", "events"]);
    expect(onlyWebhook(scene.server)).toMatchObject({ webhookId, events: { chatsSet: false } });
    expect((await scene.stack.up(oneWebhook())).calls).toEqual([]);
  });

  test("a failed update is finished by the next up, too", async () => {
    failing("events", 503);
    await failureOf(scene.stack.up(oneWebhook({ events: ["chatsSet"] })));
    scene.server.faults.clear();
    const { calls } = await scene.stack.up(oneWebhook({ events: ["chatsSet"] }));
    expect(calls).toEqual(["update", "events"]);
    expect(onlyWebhook(scene.server)).toMatchObject({ events: { chatsSet: true, messagesUpsert: false } });
  });

  test("refresh and destroy work from the state that a failed creation leaves", async () => {
    failing("events", 500);
    await failureOf(
      scene.stack.up(() => {
        declareWebhook("orders", { events: ["chatsSet"] });
        declareWebhook("second", { name: "second" });
      }),
    );
    scene.server.faults.clear();
    expect((await scene.stack.refresh()).calls).toEqual(["get", "get"]);
    expect(await scene.stack.resources()).toHaveLength(2);
    expect((await scene.stack.destroy()).calls).toEqual(["delete", "delete"]);
    expect(scene.server.webhooks()).toEqual([]);
  });

  test("a failed read is told once, and changes nothing", async () => {
    await scene.stack.up(oneWebhook());
    const [before] = await scene.stack.resources();
    failing("get", 401);
    const { output } = await failureOf(scene.stack.refresh());
    const errors = diagnostics(output);
    expect(errors).toContain(`could not read webhook "orders" of instance ${INSTANCE}`);
    expect(errors).toContain("with --run-program they use the current one");
    expect(occurrences(errors, "could not read")).toBe(1);
    const { inputs, outputs } = before ?? {};
    expect(await scene.stack.resources()).toMatchObject([{ inputs, outputs }]);
  });

  test("a failed delete is told once, and the next destroy goes on", async () => {
    failing("delete", 500);
    const { output } = await failureOf(scene.stack.destroy());
    const errors = diagnostics(output);
    expect(errors).toContain("now: the webhook is still in state");
    expect(occurrences(errors, "could not delete")).toBe(1);
    scene.server.faults.clear();
    expect((await scene.stack.destroy()).calls).toEqual(["delete"]);
    expect(await scene.stack.resources()).toEqual([]);
  });
});
