import axios, {
  AxiosError,
  type AxiosInstance,
  type AxiosResponse,
  type CreateAxiosDefaults,
  type InternalAxiosRequestConfig,
} from "axios";
import { promise as createQueue } from "fastq";
import { createAdapter } from "./adapter";
import type { Clock } from "./clock";
import type { Deadline } from "./deadline";
import { PAUSED, parseRetryAfterMs } from "./retry";

declare module "axios" {
  interface AxiosRequestConfig {
    /** The limit of the operation that the request belongs to; every request has one. */
    deadline?: Deadline;
  }
  interface InternalAxiosRequestConfig {
    deadline: Deadline;
  }
}

/** An answer's body: nothing, JSON, a page (a proxy's, in HTML), or something else. */
export type AnswerBody =
  | { readonly kind: "empty" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "page" }
  | { readonly kind: "other"; readonly text: string };

/** What the transport needs to know. */
export interface TransportOptions {
  readonly clock: Clock;
  /** Requests in flight at once, over all resources of the run. */
  readonly maxConcurrency: number;
  /** The limit of one attempt in milliseconds, so that a hung one leaves time for another. */
  readonly attemptTimeoutMs: number;
  /** PEM certificates to trust beside the well-known ones. */
  readonly ca?: string | undefined;
}

/**
 * The axios instance that every request of a run goes through: keep-alive connections, a limit on
 * requests in flight, a limit on each attempt, and one pause for all requests to a server that
 * answered with `Retry-After`.
 */
export function createTransport({
  clock,
  maxConcurrency,
  attemptTimeoutMs,
  ca,
}: TransportOptions): AxiosInstance {
  const send = createAdapter({ clock, connections: maxConcurrency, ca });
  const tooLong = () => new AxiosError(`no answer within ${attemptTimeoutMs / 1000} s`, "ETIMEDOUT");
  const pausedUntil = new Map<string, number>();

  async function inTurn(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    for (;;) {
      // Waited for outside the queue, where it holds up no request to another server.
      await endOfPause(config);
      const response = await queue.push(config);
      if (response) return response;
    }
  }

  /** One attempt; none where a pause began while the request waited for its turn. */
  async function attempt(config: InternalAxiosRequestConfig): Promise<AxiosResponse | undefined> {
    if (pauseMs(config) > 0) return undefined;
    const response = await sendOnce(config);
    notePause(config, response);
    response.data = parseBody(response.data);
    if (!isSuccess(response.status)) {
      throw new AxiosError(`status ${response.status}`, "ERR_STATUS", config, response.request, response);
    }
    if (response.data.kind === "page" || response.data.kind === "other") {
      throw new AxiosError(
        `an answer with status ${response.status} that is not JSON`,
        "ERR_NOT_JSON",
        config,
      );
    }
    return response;
  }

  async function endOfPause(config: InternalAxiosRequestConfig): Promise<void> {
    for (let waitMs = pauseMs(config); waitMs > 0; waitMs = pauseMs(config)) {
      if (waitMs >= config.deadline.remainingMs()) {
        const seconds = Math.ceil(waitMs / 1000);
        throw new AxiosError(`the server asked for a pause of ${seconds} s (Retry-After)`, PAUSED, config);
      }
      await config.deadline.sleep(waitMs);
    }
  }

  function pauseMs(config: InternalAxiosRequestConfig): number {
    // Most runs never see a Retry-After, and then no url needs to be taken apart.
    return pausedUntil.size === 0 ? 0 : (pausedUntil.get(originOf(config)) ?? 0) - clock.now();
  }

  function notePause(config: InternalAxiosRequestConfig, { status, headers }: AxiosResponse): void {
    if (status !== 429 && status !== 503) return;
    const retryAfterMs = parseRetryAfterMs(headers["retry-after"] as string | undefined, clock.now());
    if (retryAfterMs === undefined) return;
    const origin = originOf(config);
    pausedUntil.set(origin, Math.max(pausedUntil.get(origin) ?? 0, clock.now() + retryAfterMs));
  }

  function sendOnce(config: InternalAxiosRequestConfig): Promise<AxiosResponse> {
    const { deadline } = config;
    const leftMs = deadline.remainingMs();
    if (leftMs === 0) throw deadline.error();
    return leftMs <= attemptTimeoutMs
      ? send(config, { ms: leftMs, error: () => deadline.error() })
      : send(config, { ms: attemptTimeoutMs, error: tooLong });
  }

  const queue = createQueue(attempt, maxConcurrency);
  const settings: CreateAxiosDefaults = {
    // Bodies come and go as text; axios would parse what is sent once more.
    transformRequest: [],
    transformResponse: [],
    adapter: inTurn,
  };
  const transport = axios.create(settings);
  dropDefaults(transport.defaults, settings);
  return transport;
}

// Axios merges its defaults into every request, for longer than it does all else; this adapter looks at none.
function dropDefaults(defaults: object, settings: object): void {
  for (const name of Object.keys(defaults)) {
    if (!Object.hasOwn(settings, name)) Reflect.deleteProperty(defaults, name);
  }
}

function originOf({ url = "" }: InternalAxiosRequestConfig): string {
  return new URL(url).origin;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parseBody(text: string): AnswerBody {
  if (text === "") return { kind: "empty" };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return text.trimStart().startsWith("<") ? { kind: "page" } : { kind: "other", text };
  }
}
