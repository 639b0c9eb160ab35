import { AxiosError, type AxiosResponse } from "axios";
import axiosRetry from "axios-retry";
import { beginAttempt } from "./attempts";
import type { Clock } from "./clock";
import { DEADLINE_OVER, type Deadline, isDeadlineOver } from "./deadline";
import { Pauses } from "./pauses";
import { type FailedAttempt, isRetryable, PAUSED, retryDelayMs } from "./retry";
import { type AnswerBody, createTransport } from "./transport";

/** What a client is made of. */
export interface HttpOptions {
  readonly clock: Clock;
  /** Numbers in [0, 1) for jitter; `Math.random` outside of tests. */
  readonly random: () => number;
  /** Attempts after the first one. */
  readonly maxRetries: number;
  /** The limit of one attempt in milliseconds, so that a hung one leaves time for another. */
  readonly attemptTimeoutMs: number;
  /** PEM certificates to trust beside the well-known ones. */
  readonly ca?: string | undefined;
}

/** One request with a JSON body and a JSON answer. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly token: string;
  readonly body?: unknown;
  /** Whether sending it twice does what sending it once does; only then is it retried. */
  readonly idempotent: boolean;
  readonly deadline: Deadline;
}

/** A whole answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** `Location` as received; where a redirect leads. */
  readonly location: string | undefined;
  readonly body: AnswerBody;
  /** How often the request was sent. */
  readonly attempts: number;
}

/**
 * No whole answer arrived: the connection failed, the answer was unusable or the deadline passed.
 * Without the error that axios threw as its cause: that one holds the token.
 */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";

  constructor(
    message: string,
    /** The network error's code, such as `ECONNRESET`; `EDEADLINE` where the operation's limit was reached. */
    readonly code: string | undefined,
    /** How often the request was sent. */
    readonly attempts: number,
    /** Whether something answered all the same: an attempt before, what is not JSON, or a pause that it asked for. */
    readonly wasAnswered: boolean,
  ) {
    super(message);
  }
}

/** Sends requests; retries, the deadline and the limits are taken care of. */
export interface HttpClient {
  /**
   * Sends one request.
   *
   * @returns the answer, also one with an error status once retries are used up.
   * @throws NoAnswerError where there is none.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Milliseconds to wait before trying again after `attempts` failures; `undefined` where that is no use. */
  retryDelayMs(attempts: number, failed: FailedAttempt): number | undefined;
}

/** Creates the client that all resources of a run share. */
export function createHttpClient({
  clock,
  random,
  maxRetries,
  attemptTimeoutMs,
  ca,
}: HttpOptions): HttpClient {
  const pauses = new Pauses(clock);
  const transport = createTransport(pauses, ca);
  axiosRetry(transport);

  const delayMs: HttpClient["retryDelayMs"] = (attempts, failed) =>
    attempts <= maxRetries && isRetryable(failed)
      ? retryDelayMs(attempts, failed, random(), clock.now())
      : undefined;

  async function send({ method, url, token, body, idempotent, deadline }: HttpRequest): Promise<HttpAnswer> {
    let attempts = 0;
    let endAttempt = () => {};
    const begin = async () => {
      await pauses.waitOut(url, deadline);
      const { signal, end } = beginAttempt(clock, attemptTimeoutMs, deadline);
      attempts += 1;
      endAttempt = end;
      return signal;
    };
    let waitMs = 0;
    let lastFailure = "";
    let wasAnswered = false;
    try {
      const response = await transport.request<AnswerBody>({
        method,
        url,
        headers: { Authorization: `Bearer ${token}` },
        data: body,
        signal: await begin(),
        "axios-retry": {
          retries: idempotent ? maxRetries : 0,
          retryCondition: (error) => {
            endAttempt();
            if (isDeadlineOver(error)) return false;
            wasAnswered ||= error.response !== undefined;
            lastFailure = `; the last attempt before: ${error.response ? `status ${error.response.status}` : error.message}`;
            waitMs = delayMs(attempts, toFailedAttempt(error)) ?? Number.POSITIVE_INFINITY;
            return waitMs < deadline.remainingMs();
          },
          // It is waited for below, by the clock and within the deadline: axios-retry knows neither.
          retryDelay: () => 0,
          onRetry: async (_retries, _error, config) => {
            await deadline.sleep(waitMs);
            config.signal = await begin();
          },
        },
      });
      return toAnswer(response, attempts);
    } catch (error) {
      if (error instanceof AxiosError && error.response) return toAnswer(error.response, attempts);
      const { message, code } = error as NodeJS.ErrnoException;
      wasAnswered ||= code !== undefined && ANSWERED.has(code);
      if (code !== DEADLINE_OVER)
        throw new NoAnswerError(message || String(code), code, attempts, wasAnswered);
      const limit = `no answer within the operation's limit of ${deadline.limitMs / 1000} s`;
      throw new NoAnswerError(limit + lastFailure, code, attempts, wasAnswered);
    } finally {
      endAttempt();
    }
  }

  return { send, retryDelayMs: delayMs };
}

const ANSWERED = new Set([PAUSED, "ERR_NOT_JSON", "ERR_TOO_LARGE"]);

function toFailedAttempt({ response, code }: AxiosError): FailedAttempt {
  return { status: response?.status, retryAfter: response?.headers["retry-after"], code };
}

function toAnswer({ status, headers, data }: AxiosResponse<AnswerBody>, attempts: number): HttpAnswer {
  return { status, retryAfter: headers["retry-after"], location: headers["location"], body: data, attempts };
}
