import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TLSSocket } from "node:tls";
import type { Answer } from "./calls";
import type { Dialect } from "./dialect";
import { errorBody } from "./errors";
import type { StrikingFault } from "./fault-plan";
import type { BodyFault, HugeFault, RetryAfter, StatusFault } from "./faults";

/** Time as faults see it. */
export interface Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits; rejects when the signal is aborted first. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The same behind those that were asked for before, one after the other. */
  readonly sleepInTurn: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What goes by a clock and its waits. */
export function timingOf({ now, sleep }: Pick<Timing, "now" | "sleep">): Timing {
  let freeAt = 0;
  return {
    now,
    sleep,
    sleepInTurn: (milliseconds, signal) => {
      freeAt = Math.max(freeAt, now()) + milliseconds;
      return sleep(freeAt - now(), signal);
    },
  };
}

/** What a fault needs to spoil an answer. */
export interface Exchange {
  readonly response: ServerResponse;
  /** Form of `message` in error bodies. */
  readonly errorMessage: Dialect["errorMessage"];
  readonly timing: Timing;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Told the status just before it is sent. */
  readonly answering: (status: number) => void;
  /** Carries the call out and gives its normal answer. */
  readonly carryOut: () => Promise<Answer>;
}

const JSON_TYPE = "application/json; charset=utf-8";

/** Answers a call as the fault says. The response is the fault's alone: nothing else may write to it. */
export async function strike(fault: StrikingFault, exchange: Exchange): Promise<void> {
  const answer = "applied" in fault && fault.applied ? await exchange.carryOut() : undefined;
  switch (fault.kind) {
    case "status":
      return sendStatus(exchange, fault);
    case "body":
      return send(exchange, fault.status ?? 200, contentType(fault), fault.body);
    case "noRoute": {
      const { method, url } = exchange.response.req;
      return sendStatus(exchange, { kind: "status", status: 404, message: `Cannot ${method} ${url}` });
    }
    case "huge":
      return sendHuge(exchange, fault);
    case "redirect":
      return send(exchange, fault.status ?? 307, { location: fault.location }, "");
    case "reset":
      return reset(exchange.response.socket);
    case "cut":
      return sendHalf(exchange, await exchange.carryOut(), fault.framing ?? "length");
    case "hang":
      return;
    case "slow": {
      const { sleep, sleepInTurn } = exchange.timing;
      await (fault.inTurn ? sleepInTurn : sleep)(fault.milliseconds, exchange.closing).catch(() => {});
      if (!exchange.closing.aborted) {
        const late = answer ?? (await exchange.carryOut());
        send(exchange, late.status, { "content-type": JSON_TYPE }, JSON.stringify(late.body));
      }
    }
  }
}

function send(exchange: Exchange, status: number, headers: Record<string, string>, body: string): void {
  exchange.answering(status);
  exchange.response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

function contentType({ contentType = JSON_TYPE }: BodyFault): Record<string, string> {
  return contentType === "" ? {} : { "content-type": contentType };
}

function sendStatus(exchange: Exchange, fault: StatusFault): void {
  const { status, page = "json", message = STATUS_CODES[status] ?? "Error", retryAfter } = fault;
  const retry =
    retryAfter === undefined ? {} : { "retry-after": retryAfterHeader(retryAfter, exchange.timing) };
  if (page === "html") {
    const title = `${status} ${STATUS_CODES[status] ?? "Error"}`;
    const html = `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr><center>proxy</center></body>\n</html>\n`;
    send(exchange, status, { "content-type": "text/html; charset=utf-8", ...retry }, html);
  } else {
    const messages = typeof message === "string" ? [message] : message;
    const body = JSON.stringify(errorBody(status, messages, exchange.errorMessage));
    send(exchange, status, { "content-type": JSON_TYPE, ...retry }, body);
  }
}

function retryAfterHeader(retryAfter: RetryAfter, { now }: Timing): string {
  return typeof retryAfter === "object"
    ? new Date(now() + retryAfter.dateIn * 1000).toUTCString()
    : String(retryAfter);
}

function reset(socket: Socket | null): void {
  // Node resets plain connections only; a TLS connection that ends without notice is the next best.
  if (socket instanceof TLSSocket) {
    socket.destroy();
  } else {
    socket?.resetAndDestroy();
  }
}

async function sendHalf(exchange: Exchange, answer: Answer, framing: "length" | "chunked"): Promise<void> {
  const body = Buffer.from(JSON.stringify(answer.body));
  const length = framing === "length" ? { "content-length": body.length } : {};
  exchange.answering(answer.status);
  exchange.response.writeHead(answer.status, { "content-type": JSON_TYPE, ...length });
  await new Promise((sent) => exchange.response.write(body.subarray(0, body.length / 2), sent));
  exchange.response.destroy();
}

async function sendHuge({ response, answering }: Exchange, { bytes }: HugeFault): Promise<void> {
  answering(200);
  response.writeHead(200, { "content-type": JSON_TYPE });
  // A client that has read enough leaves in the middle; that is what this fault is for.
  await pipeline(Readable.from(jsonString(bytes)), response).catch(() => {});
}

function* jsonString(bytes: number): Generator<string> {
  const piece = "x".repeat(64 * 1024);
  yield '"';
  for (let left = bytes - 2; left > 0; left -= piece.length) {
    yield piece.slice(0, left);
  }
  yield '"';
}
