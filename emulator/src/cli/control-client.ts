import axios from "axios";
import * as v from "valibot";

/** Milliseconds for one call: longer than any receiver may take that the server waits for. */
const CALL_LIMIT = 60_000;

const refusal = v.object({ message: v.union([v.array(v.string()), v.string()]), statusCode: v.number() });

/** The server's refusal of a control call. */
export class ControlRefusal extends Error {
  constructor(
    /** HTTP status of the answer. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The control API of a server that runs elsewhere. */
export class ControlClient {
  /** @param url where it listens, without a path */
  constructor(private readonly url: string) {}

  /**
   * Makes one call of the control API.
   * @param path what follows `/_control`
   * @param answer what the server's answer looks like
   * @throws ControlRefusal where the server refuses it
   * @throws Error where no local server answers
   */
  async call<T>(
    method: "GET" | "POST",
    path: string,
    answer: v.GenericSchema<unknown, T>,
    body?: unknown,
  ): Promise<T> {
    const { status, data } = await this.send(method, path, body);
    const result = v.safeParse(answer, data);
    if (status === 200 && result.success) {
      return result.output;
    }
    const { success, output } = v.safeParse(refusal, data);
    const message = success ? [output.message].flat().join("\n") : "";
    // Any other server that has no such route.
    if (!success || message.startsWith("Cannot ")) {
      throw new Error(
        `what answers at ${this.url} is no codechat-emulator (status ${status}); say with --url where it listens`,
      );
    }
    throw new ControlRefusal(status, message);
  }

  private async send(
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ status: number; data: unknown }> {
    try {
      return await axios.request<unknown>({
        method,
        url: `${this.url}/_control${path}`,
        timeout: CALL_LIMIT,
        maxRedirects: 0,
        proxy: false,
        validateStatus: () => true,
        ...(body !== undefined && { data: body }),
      });
    } catch (error) {
      const code = axios.isAxiosError(error) ? error.code : undefined;
      throw new Error(
        `no local server answers at ${this.url} (${code ?? String(error)}); start one with "codechat-emulator", or say with --url where it listens`,
      );
    }
  }
}
