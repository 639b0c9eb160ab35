import type { EventEmitter } from "node:events";
import { rootCertificates } from "node:tls";
import {
  AxiosError,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
  type RawAxiosResponseHeaders,
} from "axios";
import { EnvHttpProxyAgent, errors, request } from "undici";

/** The largest answer that is read; more is an error. */
export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** What connections are made with. */
export interface ConnectionOptions {
  /** Connections to one server. */
  readonly connections: number;
  /** PEM certificates to trust beside the well-known ones. */
  readonly ca?: string | undefined;
}

/**
 * Sends one request.
 *
 * @param limit its `abort` event ends the attempt.
 * @throws AxiosError where there is no whole answer.
 */
export type Send = (
  config: InternalAxiosRequestConfig,
  limit: EventEmitter,
) => Promise<AxiosResponse<string>>;

/**
 * How axios sends a request here: over undici's kept connections, which take half the processor time
 * of axios's own adapter. Through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`). It follows no redirects, so the token never reaches another host.
 */
export function createAdapter({ connections, ca }: ConnectionOptions): Send {
  const tls = verification(ca);
  const dispatcher = new EnvHttpProxyAgent({
    connections,
    maxResponseSize: MAX_ANSWER_BYTES,
    // The limits on time are the attempt's and the operation's.
    connect: { ...tls, timeout: 0 },
    requestTls: { ...tls, timeout: 0 },
    // Many proxies make tunnels to port 443 alone.
    proxyTunnel: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return async (config, limit) => {
    const { url = "", method = "GET", headers, data } = config;
    try {
      const response = await request(url, {
        dispatcher,
        method: method.toUpperCase() as "GET",
        headers: headers.toJSON() as Record<string, string>,
        body: (data as string | undefined) ?? null,
        signal: limit,
      });
      const text = await response.body.text();
      return {
        config,
        status: response.statusCode,
        statusText: "",
        headers: response.headers as RawAxiosResponseHeaders,
        data: text,
      } satisfies AxiosResponse<string>;
    } catch (error) {
      throw noAnswer(error, config);
    }
  };
}

/**
 * How the certificates of servers are verified.
 *
 * @param ca PEM certificates to trust beside the well-known ones.
 */
export function verification(ca: string | undefined): { rejectUnauthorized: true; ca?: string[] } {
  // Said explicitly, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off behind the user's back.
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca: [...rootCertificates, ca] }) };
}

/** Whether the environment names a proxy, which requests then go through. */
export function isProxyConfigured(environment: NodeJS.ProcessEnv): boolean {
  return Object.keys(environment).some((name) => /^https?_proxy$/i.test(name));
}

function noAnswer(error: unknown, config: AxiosError["config"]): AxiosError {
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new AxiosError(`an answer larger than ${MAX_ANSWER_BYTES} bytes`, "ERR_TOO_LARGE", config);
  }
  const { message, code } = error as NodeJS.ErrnoException;
  return new AxiosError(message, code, config);
}
