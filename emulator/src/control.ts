import type { FastifyInstance } from "fastify";
import * as v from "valibot";
import { dialectOverrides } from "./dialect";
import type { EmulatorCore } from "./emulator";
import { ApiError } from "./errors";
import { faultRule } from "./faults";
import { mapOf, problemLines, secret } from "./schema";

interface ControlRequest {
  readonly instanceId: string;
  readonly webhookId: string;
  readonly body: unknown;
  readonly query: unknown;
}

/** One call of the control API. */
export interface ControlRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** What `GET /_control` says about it. */
  readonly does: string;
  readonly run: (core: EmulatorCore, request: ControlRequest) => unknown;
}

const edited = {
  name: v.exactOptional(v.string()),
  url: v.exactOptional(v.string()),
  enabled: v.exactOptional(v.boolean()),
  headers: v.exactOptional(mapOf(secret)),
  events: v.exactOptional(mapOf(v.boolean())),
};
const edit = v.strictObject(edited);
const planted = v.strictObject({ ...edited, name: v.string(), url: v.string() });
const event = v.strictObject({ event: v.string(), data: v.exactOptional(v.unknown()) });
const tokens = v.pipe(
  mapOf(v.pipe(secret, v.nonEmpty())),
  v.check((tokens) => !Object.hasOwn(tokens, ""), "an instance id must not be empty"),
);
const oneRule = v.pipe(
  faultRule,
  v.transform((rule) => [rule]),
);
const rules = v.lazy((body) => (Array.isArray(body) ? v.array(faultRule) : oneRule));
const range = v.object({
  since: v.optional(v.pipe(v.unknown(), v.toNumber(), v.finite()), 0),
  instanceId: v.exactOptional(v.string()),
});

/**
 * The control API: what a person or a test does to the server beside the API itself. JSON in and out, no
 * token. This list is all of it; `GET /_control` answers with it.
 */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/log",
    does: "requests to the API, oldest first, with counts; ?since=SEQUENCE, ?instanceId=ID",
    run: ({ log }, { query }) => {
      const entries = within(log.entries, query);
      const { maxInFlight, inFlight } = log;
      return { count: entries.length, maxInFlight, inFlight, connections: log.countConnections(), entries };
    },
  },
  { method: "DELETE", path: "/log", does: "forget the requests so far", run: ({ log }) => log.reset() },
  {
    method: "GET",
    path: "/webhooks",
    does: "all webhooks of all instances as they truly are",
    run: (core) => core.webhooks(),
  },
  {
    method: "GET",
    path: "/instances",
    does: "the registered instances, without their tokens",
    run: ({ store }) =>
      store.instanceIds().map((instanceId) => ({
        instanceId,
        tokenExpired: store.isExpired(instanceId),
        webhooks: store.webhooks(instanceId).length,
      })),
  },
  {
    method: "PUT",
    path: "/instances",
    does: "register instances, or give them new tokens: { instanceId: token, … }",
    run: (core, { body }) => core.register(parse(tokens, body)),
  },
  {
    method: "DELETE",
    path: "/instances/:instanceId",
    does: "remove an instance and its webhooks",
    run: (core, { instanceId }) => core.removeInstance(instanceId),
  },
  {
    method: "DELETE",
    path: "/instances/:instanceId/token",
    does: "expire an instance's token, until it is registered again",
    run: (core, { instanceId }) => core.expireToken(instanceId),
  },
  {
    method: "POST",
    path: "/instances/:instanceId/webhooks",
    does: "create a webhook by hand: { name, url, enabled?, headers?, events?: { flag: boolean } }",
    run: (core, { instanceId, body }) => core.plant(instanceId, parse(planted, body)),
  },
  {
    method: "PATCH",
    path: "/instances/:instanceId/webhooks/:webhookId",
    does: "change a webhook by hand: any of { name, url, enabled, headers, events: { flag: boolean } }",
    run: (core, { instanceId, webhookId, body }) => core.edit(instanceId, webhookId, parse(edit, body)),
  },
  {
    method: "DELETE",
    path: "/instances/:instanceId/webhooks/:webhookId",
    does: "delete a webhook by hand",
    run: (core, { instanceId, webhookId }) => core.remove(instanceId, webhookId),
  },
  {
    method: "POST",
    path: "/instances/:instanceId/events",
    does: "fire an event: { event, data? }, as messages.upsert or messagesUpsert; answers what became of it at each webhook",
    run: (core, { instanceId, body }) => {
      const { event: name, data } = parse(event, body);
      return core.fire(instanceId, name, data);
    },
  },
  {
    method: "GET",
    path: "/deliveries",
    does: "what became of every event at each webhook, oldest first; ?since=SEQUENCE, ?instanceId=ID",
    run: (core, { query }) => within(core.deliveries, query),
  },
  {
    method: "DELETE",
    path: "/deliveries",
    does: "forget the deliveries so far",
    run: (core) => core.forgetDeliveries(),
  },
  {
    method: "GET",
    path: "/faults",
    does: "the fault rules in force, with their counters",
    run: ({ faults }) => faults.rules,
  },
  {
    method: "PUT",
    path: "/faults",
    does: "replace the fault rules: [{ call, instanceId?, nth?, fault: { kind, … } }, …]",
    run: ({ faults }, { body }) => faults.set(...parse(rules, body)),
  },
  {
    method: "POST",
    path: "/faults",
    does: "add fault rules: one, or a list",
    run: ({ faults }, { body }) => faults.add(...parse(rules, body)),
  },
  { method: "DELETE", path: "/faults", does: "remove all fault rules", run: ({ faults }) => faults.clear() },
  { method: "GET", path: "/dialect", does: "how the server behaves", run: (core) => core.dialect },
  {
    method: "PATCH",
    path: "/dialect",
    does: "change how the server behaves: any of the fields of GET /_control/dialect",
    run: (core, { body }) => core.changeDialect(parse(dialectOverrides, body)),
  },
];

/** Serves the control API under `/_control`. What returns nothing answers `{ ok: true }`. */
export function serveControl(app: FastifyInstance, core: EmulatorCore): void {
  app.get("/_control", () =>
    CONTROL_ROUTES.map(({ method, path, does }) => ({ method, path: `/_control${path}`, does })),
  );
  for (const { method, path, run } of CONTROL_ROUTES) {
    app.route<{ Params: Partial<Pick<ControlRequest, "instanceId" | "webhookId">> }>({
      method,
      url: `/_control${path}`,
      handler: async ({ params: { instanceId = "", webhookId = "" }, body, query }) => {
        const answer = await run(core, { instanceId, webhookId, body, query });
        await core.saved();
        return answer ?? { ok: true };
      },
    });
  }
}

/** Those entries that the query asks for. @throws ApiError 400 */
function within<T extends { readonly sequence: number; readonly instanceId?: string }>(
  entries: readonly T[],
  query: unknown,
): T[] {
  const { since, instanceId } = parse(range, query);
  return entries.filter(
    (entry) => entry.sequence > since && (instanceId === undefined || entry.instanceId === instanceId),
  );
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    throw new ApiError(400, problemLines(result.issues));
  }
  return result.output;
}
