import { Agent as HttpsAgent } from "node:https";
import type { Readable } from "node:stream";
import axios from "axios";
import { createRoutes, type EventDelivery, redact, secretParts, showUrl, verification } from "../core";

/** So long a receiver has to answer, in milliseconds. */
export const TIMEOUT_MS = 10_000;
/** This much of the answer's body is read, in bytes; less is shown. */
const MAX_BODY_BYTES = 16 * 1024;

/** What a receiver answered. Nothing in it is secret. */
export interface Answer {
  readonly status: number;
  /** Until the status arrived. */
  readonly milliseconds: number;
  /** The beginning of the body, in one line. */
  readonly body: string;
  /** Scheme and host of where a redirect leads. */
  readonly redirectsTo?: string;
}

/** That no answer came. */
export interface Silence {
  /** Until it was given up. */
  readonly milliseconds: number;
  /** The network error's code, such as `ECONNREFUSED`; `ETIMEDOUT` after {@link TIMEOUT_MS}. */
  readonly code: string;
}

/**
 * POSTs an event to a receiver, once, as a server does. It follows no redirect, and verifies certificates.
 *
 * @param timeoutMs how long the receiver has, in milliseconds.
 */
export async function send(
  url: string,
  { headers, body }: EventDelivery,
  timeoutMs = TIMEOUT_MS,
): Promise<Answer | Silence> {
  const trust = verification(undefined);
  const signal = AbortSignal.timeout(timeoutMs);
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  try {
    const answer = await axios.post<Readable>(url, body, {
      httpsAgent: new HttpsAgent(trust),
      ...createRoutes({}, trust)(url),
      headers: { "User-Agent": "pulumi-codechat", ...headers },
      maxRedirects: 0,
      responseType: "stream",
      validateStatus: () => true,
      signal,
    });
    const milliseconds = elapsed();
    const { location } = answer.headers;
    return {
      status: answer.status,
      milliseconds,
      body: redact(await beginningOf(answer.data), secretParts(url)),
      ...(typeof location === "string" && { redirectsTo: showUrl(absolute(location, url)) }),
    };
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    return { milliseconds: elapsed(), code: signal.aborted ? "ETIMEDOUT" : code };
  }
}

function absolute(location: string, base: string): string {
  try {
    return new URL(location, base).href;
  } catch {
    return location;
  }
}

// The status says whether it was delivered: a body that breaks off, or does not end, changes nothing.
async function beginningOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_BODY_BYTES) break;
    }
  } catch {
    // What has arrived is shown.
  }
  return Buffer.concat(chunks).toString("utf8", 0, MAX_BODY_BYTES);
}
