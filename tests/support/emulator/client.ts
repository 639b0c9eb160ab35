import axios from "axios";
import {
  type Emulator,
  type EmulatorOptions,
  startEmulator,
  type WebhookResponse,
} from "../../../emulator/src";

/** The instance that {@link withEmulator} registers, and its token. */
export const INSTANCE = "shop-01";
export const TOKEN = "token-of-shop-01";

/** An answer of the server, whatever its status. */
export interface Reply<T> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: T;
}

/** The body of a refusal. */
export interface Refusal {
  readonly message: string[] | string;
  readonly error: string;
  readonly statusCode: number;
}

/** Starts a server with one instance, runs the test and closes the server. */
export async function withEmulator(
  options: EmulatorOptions,
  test: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator({ instances: { [INSTANCE]: TOKEN }, ...options });
  try {
    await test(emulator);
  } finally {
    await emulator.close();
  }
}

/** The path of an instance's webhooks, or of one of them. */
export function pathOf(webhookId?: string | number, instanceId = INSTANCE): string {
  const webhooks = `/api/v2/instance/${encodeURIComponent(instanceId)}/webhook`;
  return webhookId === undefined ? webhooks : `${webhooks}/${encodeURIComponent(webhookId)}`;
}

/** Sends one request. A string body is sent as it is. */
export async function send<T = WebhookResponse>(
  { url }: Pick<Emulator, "url">,
  method: string,
  path: string,
  body?: unknown,
  { token = TOKEN, timeout = 5000 }: { token?: string | undefined; timeout?: number } = {},
): Promise<Reply<T>> {
  const { status, headers, data } = await axios.request({
    baseURL: url,
    method,
    url: path,
    timeout,
    maxRedirects: 0,
    proxy: false,
    validateStatus: () => true,
    transformRequest: (sent: unknown) => (typeof sent === "string" ? sent : JSON.stringify(sent)),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { data: body }),
  });
  return { status, headers: headers as Record<string, string>, body: data };
}

/** A control call: needs no token. */
export function control<T = unknown>(
  emulator: Pick<Emulator, "url">,
  method: string,
  path: string,
  body?: unknown,
): Promise<Reply<T>> {
  return send<T>(emulator, method, `/_control${path}`, body, { token: "none" });
}

/** Sends one request that is to be refused. */
export function sendBad(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  options: { token?: string } = {},
): Promise<Reply<Refusal>> {
  return send<Refusal>(emulator, method, path, body, options);
}

/** Sends one request that gets no whole answer. @returns the error code */
export async function sendInVain(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  timeout?: number,
): Promise<string | undefined> {
  try {
    await send(emulator, method, path, body, timeout === undefined ? {} : { timeout });
  } catch (error) {
    return axios.isAxiosError(error) ? error.code : String(error);
  }
  throw new Error("the request was answered");
}
