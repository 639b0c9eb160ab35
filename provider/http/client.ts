import { AxiosError, type AxiosInstance } from "axios";
import axiosRetry from "axios-retry";
import { DEADLINE_OVER, type Deadline, isDeadlineOver } from "./deadline";
import { type FailedAttempt, isRetryable, retryDelayMs } from "./retry";
import { type AnswerBody, createTransport, type TransportOptions } from "./transport";

/** What a client is made of. */
export interface HttpOptions extends TransportOptions {
  /** Numbers in [0, 1) for jitter; `Math.random` outside of tests. */
  readonly random: () => number;
  /** Attempts after the first one. */
  readonly maxRetries: number;
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

/** No whole answer arrived: the connection failed, the answer was unusable or the deadline passed. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";

  constructor(
    message: string,
    /** The network error's code, such as `ECONNRESET`; `EDEADLINE` where the operation's limit was reached. */
    readonly code: string | undefined,
    /** How often the request was sent. */
    readonly attempts: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
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
export function createHttpClient(options: HttpOptions): HttpClient {
  const transport = createTransport(options);
  axiosRetry(transport);
  const delayMs = (attempts: number, failed: FailedAttempt) =>
    attempts <= options.maxRetries && isRetryable(failed)
      ? retryDelayMs(attempts, failed, options.random(), options.clock.now())
      : undefined;
  return {
    retryDelayMs: delayMs,
    send: (request) => send(transport, request, delayMs),
  };
}

async function send(
  transport: AxiosInstance,
  { method, url, token, body, idempotent, deadline }: HttpRequest,
  delayMs: HttpClient["retryDelayMs"],
): Promise<HttpAnswer> {
  let attempts = 1;
  let waitMs = 0;
  let lastFailure: unknown;
  try {
    const response = await transport.request<AnswerBody>({
      method,
      url,
      headers: {
        Accept: "application/json",
        // Without it a server may choose any compression.
        "Accept-Encoding": "identity",
        "User-Agent": "pulumi-codechat",
        Authorization: `Bearer ${token}`,
        ...(body !== undefined && { "Content-Type": "application/json" }),
      },
      ...(body !== undefined && { data: JSON.stringify(body) }),
      deadline,
      "axios-retry": {
        // The bound on retries is delayMs: it knows the attempts and the time left.
        retries: Number.POSITIVE_INFINITY,
        retryCondition: (error) => {
          if (isDeadlineOver(error)) return false;
          lastFailure = error;
          const wait = idempotent ? delayMs(attempts, toFailedAttempt(error)) : undefined;
          waitMs = wait ?? 0;
          return wait !== undefined && wait < deadline.remainingMs();
        },
        retryDelay: () => 0,
        onRetry: async () => {
          await deadline.sleep(waitMs);
          attempts += 1;
        },
      },
    });
    return toAnswer(response, attempts);
  } catch (error) {
    if (isDeadlineOver(error)) {
      const before = lastFailure instanceof Error ? `; the last attempt before: ${lastFailure.message}` : "";
      const message = `no answer within the operation's limit of ${deadline.limitMs / 1000} s${before}`;
      throw new NoAnswerError(message, DEADLINE_OVER, attempts, { cause: error });
    }
    if (!(error instanceof AxiosError)) throw error;
    if (error.response) return toAnswer(error.response, attempts);
    throw new NoAnswerError(error.message || String(error.code), error.code, attempts, { cause: error });
  }
}

function toFailedAttempt(error: AxiosError): FailedAttempt {
  return {
    status: error.response?.status,
    retryAfter: error.response?.headers["retry-after"],
    code: error.code,
  };
}

function toAnswer(
  { status, headers, data }: NonNullable<AxiosError<AnswerBody>["response"]>,
  attempts: number,
): HttpAnswer {
  return { status, retryAfter: headers["retry-after"], location: headers["location"], body: data, attempts };
}
