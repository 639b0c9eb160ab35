import { promise as createQueue, type queueAsPromised } from "fastq";
import type { WebhookApi } from "../api/client";
import { secretParts } from "../api/redact";
import { SecretIndex } from "../api/secret-index";
import { type ConnectionInputs, resolveAddress } from "../config/connection";
import { type ConfigLookup, readSettings, type Settings } from "../config/settings";
import type { HttpClient } from "../http/client";
import { type Clock, systemClock } from "../http/clock";
import { Deadline } from "../http/deadline";
import { ATTEMPTS_PER_OPERATION } from "../http/retry";
import type { Claims } from "./claims";
import { Owners } from "./owners";

/** What an operation on one instance works with. */
export interface Operation {
  readonly api: WebhookApi;
  readonly http: HttpClient;
  readonly deadline: Deadline;
  /** The server that the operation talks to. */
  readonly baseUrl: string;
  readonly owners: Owners;
}

/** Says a line to the person at the screen. */
export type Log = (line: string) => void;

// The engine shows what a provider prints, at once and again in its summary.
const logThroughEngine: Log = (line) => console.log(line);

/** What a run has around it; tests replace the rest. */
export interface SessionOptions {
  /** What the engine's other provider processes own. Default: there are none. */
  readonly claims?: Claims | undefined;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly log?: Log;
}

/** What all resources of one run share: configuration, connections and owners. */
export class Session {
  readonly owners: Owners;
  /** Time as the run sees it. */
  readonly clock: Clock;
  /** Gets what is said beside errors. */
  readonly log: Log;
  readonly #random: () => number;
  readonly #environment: NodeJS.ProcessEnv;
  #settings: Settings;
  #tokens: SecretIndex | undefined;
  #configured = false;
  #http: HttpClient | undefined;
  #slots: queueAsPromised<() => Promise<unknown>> | undefined;

  constructor({
    claims,
    clock = systemClock,
    random = Math.random,
    environment = process.env,
    log = logThroughEngine,
  }: SessionOptions = {}) {
    this.owners = new Owners(claims);
    this.clock = clock;
    this.log = log;
    this.#random = random;
    this.#environment = environment;
    this.#settings = readSettings(() => undefined, environment);
  }

  /** The configuration in force; the environment's alone until {@link configure} was called. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Takes over the stack's configuration, which is the same for all resources of a run. */
  configure(config: ConfigLookup): void {
    if (this.#configured) return;
    this.#configured = true;
    this.#settings = readSettings(config, this.#environment);
  }

  /**
   * Runs one operation: waits for one of the `codechat:maxConcurrency` slots of the run, then has
   * `codechat:timeoutSeconds`, so that none waits for others within its own limit. An operation sends one request at
   * a time, so this bounds the requests in flight, too. It must not run another one: that could wait for its own slot.
   *
   * @param inputs whose webhook it is; errors do not show what may be secret in its url.
   * @throws ConfigurationError where the configuration is unusable or incomplete.
   */
  async operation<T>(
    inputs: ConnectionInputs & { readonly url: string },
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    const address = resolveAddress(this.#settings, inputs);
    // Loaded when first needed: check, diff and previews do without an HTTP stack.
    const { createHttpClient } = require("../http/client") as typeof import("../http/client");
    const { WebhookApi } = require("../api/client") as typeof import("../api/client");
    this.#http ??= createHttpClient({
      clock: this.clock,
      random: this.#random,
      maxRetries: this.#settings.maxRetries,
      ca: this.#settings.ca,
      attemptTimeoutMs: (this.#settings.timeoutSeconds * 1000) / ATTEMPTS_PER_OPERATION,
    });
    const http = this.#http;
    return this.#inSlot(() => {
      const deadline = new Deadline(this.clock, this.#settings.timeoutSeconds * 1000);
      return work({
        api: new WebhookApi(http, address, deadline, (text) => [
          ...secretParts(inputs.url),
          ...this.#tokensIn(text),
        ]),
        http,
        deadline,
        baseUrl: address.baseUrl,
        owners: this.owners,
      });
    });
  }

  async #inSlot<T>(work: () => Promise<T>): Promise<T> {
    this.#slots ??= createQueue((next: () => Promise<unknown>) => next(), this.#settings.maxConcurrency);
    return (await this.#slots.push(work)) as T;
  }

  // Made where there is a server's text to show.
  #tokensIn(text: string): Iterable<string> {
    const { token, tokens } = this.#settings;
    this.#tokens ??= new SecretIndex([...tokens.values(), ...(token === undefined ? [] : [token])]);
    return this.#tokens.foundIn(text);
  }
}
