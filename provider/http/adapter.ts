import { rootCertificates } from "node:tls";
import { type AxiosAdapter, AxiosError, type AxiosResponse, type RawAxiosResponseHeaders } from "axios";
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
 * How axios sends a request here: over undici's kept connections, which take half the processor time
 * of axios's own adapter. Through the proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`). It follows no redirects, so the token never reaches another host.
 */
export function createAdapter({ connections, ca }: ConnectionOptions): AxiosAdapter {
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
  return async (config) => {
    const { url = "", method = "GET", headers, data, signal } = config;
    try {
      const response = await request(url, {
        dispatcher,
        method: method.toUpperCase() as "GET",
        headers: headers.toJSON() as Record<string, string>,
        body: (data as string | undefined) ?? null,
        signal: signal as AbortSignal,
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
