import { setMaxListeners } from "node:events";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from "fastify";
import { serveControl } from "./control";
import { EmulatorCore } from "./emulator";
import { ApiError, errorBody } from "./errors";
import type { EmulatorOptions } from "./options";
import { serveCalls } from "./routes";

/** A running local server, with direct access to its inside for code in the same process. */
export interface Emulator extends Omit<EmulatorCore, "store" | "saved" | "timing"> {
  /** Where it listens, such as `http://127.0.0.1:8787`; the base url for a client. */
  readonly url: string;
  /** Stops it at once: open connections are cut, calls without an answer end. May be called twice. */
  close(): Promise<void>;
}

/** The largest request body in bytes, as a NestJS service has it by default. */
const BODY_LIMIT = 100 * 1024;
/** Milliseconds that an idle connection stays open: long enough that only a fault ever cuts one. */
const KEEP_ALIVE = 600_000;
/** Longest id in a path, in characters: beyond it the route counts as unknown. */
const MAX_ID_LENGTH = 4096;

/**
 * Starts a local CodeChat v2 webhook server.
 * @throws Error if the port is taken or the state file cannot be used
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const core = new EmulatorCore(options);
  const closing = new AbortController();
  // Every call that a fault holds up listens to it, which is no leak.
  setMaxListeners(0, closing.signal);
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    serverFactory: (handler) => {
      const server = options.tls ? createTlsServer(options.tls, handler) : createServer(handler);
      server.keepAliveTimeout = KEEP_ALIVE;
      return server;
    },
    forceCloseConnections: true,
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const status = error.statusCode ?? 400;
      void reply.code(status).send(errorBody(status, [error.message], core.dialect.errorMessage));
    },
    routerOptions: { maxParamLength: MAX_ID_LENGTH, ignoreTrailingSlash: true },
  });
  takeJsonOnly(app);
  answerErrors(app, core);
  serveCalls(app, core, closing.signal);
  serveControl(app, core);

  await core.saved();
  await app.listen({ port: options.port ?? 0, host: options.host ?? "127.0.0.1" });
  const close = async () => {
    closing.abort();
    await app.close();
    await core.saved();
  };
  return Object.assign(core, {
    url: urlOf(app.server.address() as AddressInfo, options.tls ? "https" : "http"),
    close,
  });
}

/** Any other content type is a request without a body, as it is for the real service's validation. */
function takeJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, text, done) => {
    try {
      done(null, text === "" ? undefined : JSON.parse(String(text)));
    } catch (error) {
      done(new ApiError(400, [error instanceof Error ? error.message : "Bad Request"]));
    }
  });
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null, undefined));
}

function answerErrors(app: FastifyInstance, core: EmulatorCore): void {
  app.setNotFoundHandler(({ method, url }, reply) => {
    const messages = [`Cannot ${method} ${url}`];
    return reply.code(404).send(errorBody(404, messages, core.dialect.errorMessage));
  });
  app.setErrorHandler((error: FastifyError | ApiError, _request, reply) => {
    const status = error instanceof ApiError ? error.status : (error.statusCode ?? 500);
    const messages = error instanceof ApiError ? error.messages : [error.message];
    return reply.code(status).send(errorBody(status, messages, core.dialect.errorMessage));
  });
}

function urlOf({ address, family, port }: AddressInfo, scheme: string): string {
  return `${scheme}://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
