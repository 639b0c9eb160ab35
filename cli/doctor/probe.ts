import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { TLSSocket } from "node:tls";
import { verification } from "../core";

/** What a server shows to someone without a token. */
export interface Shown {
  readonly status: number;
  /** Where a redirect leads, as received. */
  readonly location: string | undefined;
  /** The `Date` header as received. */
  readonly date: string | undefined;
  /** Milliseconds since the epoch when the answer arrived. */
  readonly receivedAt: number;
  /** Until when the server's certificate is valid, as Node.js writes it; `undefined` over http. */
  readonly certificateValidTo: string | undefined;
}

const MAX_PROBE_MS = 15_000;

/**
 * Sends one GET without a token, and reads the head of its answer. Certificates are verified.
 *
 * @param ca PEM certificates to trust beside the well-known ones.
 * @throws Error with the network's `code` where there is no answer within 15 s.
 */
export function probe(baseUrl: string, ca: string | undefined, now: () => number): Promise<Shown> {
  const request = baseUrl.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(MAX_PROBE_MS);
    request(`${baseUrl}/`, { method: "GET", agent: false, signal, ...verification(ca) }, (answer) => {
      const { socket, statusCode = 0, headers } = answer;
      resolve({
        status: statusCode,
        location: headers.location,
        date: headers.date,
        receivedAt: now(),
        certificateValidTo: socket instanceof TLSSocket ? socket.getPeerCertificate().valid_to : undefined,
      });
      answer.destroy();
    })
      .on("error", (error) => {
        reject(
          signal.aborted
            ? Object.assign(new Error(`no answer within ${MAX_PROBE_MS / 1000} s`), { code: "ETIMEDOUT" })
            : error,
        );
      })
      .end();
  });
}
