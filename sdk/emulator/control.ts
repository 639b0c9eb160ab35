import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { dialectOverrides } from "./dialect";
import type { EmulatorCore } from "./emulator";
import { ApiError } from "./errors";
import { faultRule } from "./faults";

interface ControlRequest {
  readonly instanceId: string;
  readonly webhookId: string;
  readonly body: unknown;
  readonly query: unknown;
}

interface ControlRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** What `GET /_control` says about it. */
  readonly does: string;
  readonly run: (core: EmulatorCore, request: ControlRequest) => unknown;
}

const edit = z.strictObject({
  name: z.exactOptional(z.string()),
  url: z.exactOptional(z.string()),
  enabled: z.exactOptional(z.boolean()),
  headers: z.exactOptional(z.record(z.string(), z.string())),
  events: z.exactOptional(z.record(z.string(), z.boolean())),
});
const planted = edit.extend({ name: z.string(), url: z.string() });
const event = z.strictObject({ event: z.string(), data: z.exactOptional(z.unknown()) });
const tokens = z.record(z.string().min(1), z.string().min(1));
const rules = z.union([z.array(faultRule), faultRule.transform((rule) => [rule])]);
const logQuery = z.object({ since: z.coerce.number().default(0), instanceId: z.exactOptional(z.string()) });

/**
 * The control API: what a person or a test does to the server beside the API itself. JSON in and out, no
 * token. This list is all of it; `GET /_control` answers with it.
 */
const CONTROL_ROUTES: readonly ControlRoute[] = [
  {
    method: "GET",
    path: "/log",
    does: "requests to the API, oldest first, with counts; ?since=SEQUENCE, ?instanceId=ID",
    run: ({ log }, { query }) => {
      const { since, instanceId } = parse(logQuery, query);
      const entries = log.entries.filter(
        (entry) => entry.sequence > since && (instanceId === undefined || entry.instanceId === instanceId),
      );
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
    does: "register instances or rotate their tokens: { instanceId: token, … }",
    run: (core, { body }) => core.register(parse(tokens, body)),
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
    does: "fire an event and deliver it: { event, data? }; answers what became of it at each webhook",
    run: (core, { instanceId, body }) => {
      const { event: name, data } = parse(event, body);
      return core.fire(instanceId, name, data);
    },
  },
  {
    method: "GET",
    path: "/deliveries",
    does: "what became of every event",
    run: (core) => core.deliveries,
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

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new ApiError(400, z.prettifyError(result.error).split("\n"));
  }
  return result.data;
}
