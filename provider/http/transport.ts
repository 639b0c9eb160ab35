import { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from "axios";
import type { Pauses } from "./pauses";
import { createRoutes } from "./proxies";
import { verification } from "./verification";

/** The largest answer that is read; more is an error. */
const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

/** How long a connection is kept without use. Many servers close it after 5 s, as Node.js's do by default. */
const MAX_IDLE_MS = 4000;

/** An answer's body: nothing, JSON, a page (a proxy's, in HTML), or something else. */
export type AnswerBody =
  | { readonly kind: "empty" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "page" }
  | { readonly kind: "other"; readonly text: string };

/**
 * The axios instance that every request of a run goes through. It follows no redirects, so that the
 * token never reaches another host. It rejects what is no success, with the `response` where a whole
 * answer arrived, else with the code of what happened.
 *
 * @param pauses is told of every answer that asks for one.
 * @param ca PEM certificates to trust beside the well-known ones.
 */
export function createTransport(pauses: Pauses, ca: string | undefined): AxiosInstance {
  const connections: AgentOptions = { keepAlive: true, timeout: MAX_IDLE_MS };
  const trust = verification(ca);
  const routeTo = createRoutes(connections, trust);
  const transport = axios.create({
    httpAgent: new HttpAgent(connections),
    httpsAgent: new HttpsAgent({ ...connections, ...trust }),
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: "text",
    transformResponse: parseBody,
    headers: {
      Accept: "application/json",
      // Without it a server may choose any compression.
      "Accept-Encoding": "identity",
      "User-Agent": "pulumi-codechat",
    },
  });
  transport.interceptors.request.use((config) => Object.assign(config, routeTo(config.url ?? "")));
  transport.interceptors.response.use(requireJson, (error: unknown) => {
    const { response, config } = error as AxiosError<AnswerBody>;
    if (!response || !isWhole(response)) throw explain(error);
    pauses.note(config?.url ?? "", response.status, response.headers["retry-after"]);
    throw error;
  });
  return transport;
}

function requireJson(response: AxiosResponse<AnswerBody>): AxiosResponse<AnswerBody> {
  const { data, status, config } = response;
  if (data.kind === "empty" || data.kind === "json") return response;
  throw new AxiosError(`an answer with status ${status} that is not JSON`, "ERR_NOT_JSON", config);
}

// Axios hands over an answer that broke off without its body.
function isWhole({ data }: AxiosResponse<AnswerBody | undefined>): boolean {
  return data !== undefined;
}

/** Says what happened where no whole answer arrived; axios has one code for much of it. */
function explain(error: unknown): unknown {
  if (!(error instanceof AxiosError)) return error;
  const { config, response, code } = error;
  const fail = (message: string, failure: string) => new AxiosError(message, failure, config);
  if (config?.signal?.aborted) {
    const { message, code: limit } = (config.signal as AbortSignal).reason;
    return fail(message, limit);
  }
  if (response) return fail("the answer broke off", "ECONNRESET");
  if (code === AxiosError.ERR_BAD_RESPONSE) {
    return fail(`an answer larger than ${MAX_ANSWER_BYTES} bytes`, "ERR_TOO_LARGE");
  }
  return error;
}

function parseBody(text: string | undefined): AnswerBody | undefined {
  if (text === undefined) return undefined;
  if (text === "") return { kind: "empty" };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return text.trimStart().startsWith("<") ? { kind: "page" } : { kind: "other", text };
  }
}
