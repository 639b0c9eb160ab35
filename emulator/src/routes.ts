import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import { answerCall, CALL_NAMES, type CallName, type CallRequest } from "./calls";
import type { EmulatorCore } from "./emulator";
import { strike } from "./injection";
import type { LogEntry } from "./log";

const WEBHOOKS = "/api/v2/instance/:instanceId/webhook";

const ROUTES: Record<CallName, readonly [HTTPMethods, string]> = {
  list: ["GET", WEBHOOKS],
  create: ["POST", WEBHOOKS],
  get: ["GET", `${WEBHOOKS}/:webhookId`],
  update: ["PUT", `${WEBHOOKS}/:webhookId`],
  events: ["PATCH", `${WEBHOOKS}/:webhookId/events`],
  delete: ["DELETE", `${WEBHOOKS}/:webhookId`],
};

interface CallParams {
  readonly instanceId: string;
  readonly webhookId?: string;
}

/**
 * Serves the six calls: logs each request, asks the fault plan what happens to it, carries it out.
 * @param closing aborted when the server closes
 */
export function serveCalls(app: FastifyInstance, core: EmulatorCore, closing: AbortSignal): void {
  const entryOf = logRequests(app, core);
  for (const call of CALL_NAMES) {
    const [method, url] = ROUTES[call];
    app.route<{ Params: CallParams }>({
      method,
      url,
      onRequest: async ({ raw, params: { instanceId, webhookId = "" } }) =>
        core.log.identify(entryOf(raw), call, instanceId, webhookId),
      handler: async (request, reply) => {
        const { instanceId, webhookId = "" } = request.params;
        const token = bearerToken(request);
        const entry = entryOf(request.raw);
        core.log.addBody(entry, request.body, token);
        return respond(
          core,
          { call, instanceId, webhookId, token, body: request.body },
          entry,
          reply,
          closing,
        );
      },
    });
  }
}

async function respond(
  core: EmulatorCore,
  request: CallRequest,
  entry: LogEntry,
  reply: FastifyReply,
  closing: AbortSignal,
): Promise<unknown> {
  const verdict = core.faults.take(request.call, request.instanceId);
  const dialect = { ...core.dialect, ...verdict.dialect };
  const carryOut = async () => {
    const answer = answerCall(core.store, dialect, request);
    await core.saved();
    return answer;
  };
  if (!verdict.fault) {
    const answer = await carryOut();
    reply.code(answer.status);
    return answer.body;
  }
  entry.fault = verdict.fault.kind;
  reply.hijack();
  const answering = (status: number) => {
    entry.status = status;
  };
  const { errorMessage } = dialect;
  try {
    const { timing } = core;
    await strike(verdict.fault, { response: reply.raw, errorMessage, timing, closing, answering, carryOut });
  } catch (error) {
    // Nobody else answers a hijacked reply: without this the client would wait for ever.
    reply.raw.destroy();
    throw error;
  }
  return reply;
}

function logRequests(app: FastifyInstance, core: EmulatorCore): (request: IncomingMessage) => LogEntry {
  const entries = new WeakMap<IncomingMessage, LogEntry>();
  app.addHook("onRequest", async ({ raw, method, url }, reply) => {
    if (url.startsWith("/_control")) {
      return;
    }
    const started = performance.now();
    const entry = core.log.begin(method, url.replace(/\?.*/, ""), raw.socket);
    entries.set(raw, entry);
    let over = false;
    const end = () => {
      if (!over) {
        over = true;
        core.log.end(entry, performance.now() - started);
      }
    };
    reply.raw.once("finish", end).once("close", end);
  });
  app.addHook("onSend", async ({ raw }, reply) => {
    const entry = entries.get(raw);
    if (entry) {
      entry.status = reply.statusCode;
    }
  });
  return (request) => {
    const entry = entries.get(request);
    if (!entry) {
      throw new Error("a request was routed before it was logged");
    }
    return entry;
  };
}

function bearerToken(request: FastifyRequest): string | undefined {
  return /^Bearer +(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
}
