import type { WebhookApi } from "../api/client";
import { type ConnectionInputs, resolveAddress } from "../config/connection";
import { type ConfigLookup, readSettings, type Settings } from "../config/settings";
import type { HttpClient } from "../http/client";
import { type Clock, systemClock } from "../http/clock";
import { type Deadline, withDeadline } from "../http/deadline";
import { Claims } from "./claims";

/** What an operation on one instance works with. */
export interface Operation {
  readonly api: WebhookApi;
  readonly http: HttpClient;
  readonly deadline: Deadline;
  readonly baseUrl: string;
}

/** What tests replace. */
export interface RunOptions {
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly environment?: NodeJS.ProcessEnv;
}

// A hung attempt leaves time for three more.
const ATTEMPTS_PER_OPERATION = 4;

/** What all resources of one run share: configuration, connections and claims. */
export class Run {
  readonly claims = new Claims();
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #environment: NodeJS.ProcessEnv;
  #settings: Settings;
  #http: HttpClient | undefined;

  constructor({ clock = systemClock, random = Math.random, environment = process.env }: RunOptions = {}) {
    this.#clock = clock;
    this.#random = random;
    this.#environment = environment;
    this.#settings = readSettings(() => undefined, environment);
  }

  /** The configuration in force; the environment's alone until {@link configure} was called. */
  get settings(): Settings {
    return this.#settings;
  }

  /** Takes over the stack's configuration. */
  configure(config: ConfigLookup): void {
    this.#settings = readSettings(config, this.#environment);
    this.#http = undefined;
  }

  /**
   * Runs one operation within `codechat:timeoutSeconds`.
   *
   * @param secrets texts of the resource that errors must not show.
   * @throws Error where the configuration is unusable or incomplete.
   */
  async operation<T>(
    inputs: ConnectionInputs,
    secrets: readonly string[],
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    const address = resolveAddress(this.#settings, inputs);
    // Loaded when first needed: check, diff and previews do without an HTTP stack.
    const { createHttpClient } = require("../http/client") as typeof import("../http/client");
    const { WebhookApi } = require("../api/client") as typeof import("../api/client");
    this.#http ??= createHttpClient({
      clock: this.#clock,
      random: this.#random,
      maxConcurrency: this.#settings.maxConcurrency,
      maxRetries: this.#settings.maxRetries,
      ca: this.#settings.ca,
      attemptTimeoutMs: (this.#settings.timeoutSeconds * 1000) / ATTEMPTS_PER_OPERATION,
    });
    const http = this.#http;
    return withDeadline(this.#clock, this.#settings.timeoutSeconds * 1000, (deadline) =>
      work({
        api: new WebhookApi(http, address, deadline, secrets),
        http,
        deadline,
        baseUrl: address.baseUrl,
      }),
    );
  }
}
