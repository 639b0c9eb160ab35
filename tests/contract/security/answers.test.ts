import type { FaultRule } from "../../../emulator/src";
import { startRun } from "../../support/provider/provider";
import { created, ORDERS, Resource } from "../../support/provider/resource";
import { INSTANCE, startServer } from "../../support/server/server";

const POISON = '"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}';
const FLAGS = `"messagesUpsert": true, "connectionUpdate": true, "toString": true, "__proto__": {"polluted": true}`;
const WEBHOOK = `{"webhookId": "1", "name": "orders", "url": "${ORDERS.url}", "enabled": true, "WebhookEvents": {${FLAGS}}, ${POISON}}`;

function answering(call: FaultRule["call"], body: string, status = 200): FaultRule {
  return { call, fault: { kind: "body", body, status } };
}

/** What every object of this process has, its own or not. */
function inheritedByAll(): string[] {
  const names: string[] = [];
  for (const name in {}) names.push(name);
  return names;
}

describe("an answer that names an object's prototype", () => {
  test("changes no object, and leaves no such name in state", async () => {
    const server = await startServer({
      faults: [
        answering("list", `[${WEBHOOK}]`),
        answering("update", WEBHOOK),
        answering("events", WEBHOOK),
        answering("get", WEBHOOK),
      ],
    });
    const webhook = await created(await startRun(server), { ...ORDERS, otherEvents: "leave" });
    await webhook.refresh(await startRun(server));
    expect(inheritedByAll()).toEqual([]);
    expect(Object.getPrototypeOf(webhook.state.outputs.events)).toBe(Object.prototype);
    expect(JSON.stringify(webhook.state)).not.toMatch(/polluted|__proto__|constructor/);
  });

  test("changes no object where it is an error, either", async () => {
    const errors = [`{${POISON}}`, `{"message": {${POISON}}}`, `{"message": [{${POISON}}], ${POISON}}`];
    for (const body of errors) {
      const server = await startServer({ faults: [answering("any", body, 400)] });
      const failing = new Resource().up(await startRun(server), ORDERS);
      await expect(failing).rejects.toThrow(`instance ${INSTANCE}`);
    }
    expect(inheritedByAll()).toEqual([]);
  });
});
