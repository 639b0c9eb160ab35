import { setTimeout as delay } from "node:timers/promises";
import { findEvent, sampleDelivery } from "pulumi-codechat/events";
import { newWebhook } from "./calls";
import { type Delivery, deliver } from "./delivery";
import { type Dialect, dialectOf } from "./dialect";
import { ApiError } from "./errors";
import { FaultPlan } from "./fault-plan";
import { type Timing, timingOf } from "./injection";
import { RequestLog } from "./log";
import type { EmulatorOptions } from "./options";
import { readState, StateFile } from "./state-file";
import { Store, type StoredWebhook } from "./store";
import { parseWebhookBody } from "./validation";
import { isSubscribed } from "./wire";

/** A webhook as it truly is, whatever the dialect shows to clients. */
export interface LiveWebhook {
  readonly instanceId: string;
  readonly webhookId: string | number;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Every flag of the vocabulary, by its name in the catalogue. */
  readonly events: Readonly<Record<string, boolean>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a change by hand may set. */
export interface WebhookEdit {
  readonly name?: string;
  readonly url?: string;
  readonly enabled?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Flags to set; the others keep their value. Names as in the vocabulary. */
  readonly events?: Readonly<Record<string, boolean>>;
}

/** The running server's inside: what tests in the same process and the control API act on. */
export class EmulatorCore {
  readonly store: Store;
  /** Every request to the API. */
  readonly log: RequestLog;
  /** The faults in force. */
  readonly faults: FaultPlan;
  /** The time that faults go by. */
  readonly timing: Timing;
  private currentDialect: Dialect;
  private readonly stateFile: StateFile | undefined;
  private readonly deliveryTimeout: number;
  private readonly onDelivery: (delivery: Delivery) => void;
  private delivered: Delivery[] = [];
  private lastDelivery = 0;

  /** @throws Error if the state file cannot be used */
  constructor(options: EmulatorOptions) {
    this.store = new Store(() => this.stateFile?.markChanged(), options.clock);
    this.log = new RequestLog(options.logLimit, options.onRequest, options.clock);
    this.faults = new FaultPlan(options.faults);
    this.timing = timingOf({
      now: options.clock ?? Date.now,
      sleep: options.sleep ?? ((milliseconds, signal) => delay(milliseconds, undefined, { signal })),
    });
    this.currentDialect = dialectOf(options.serverVersion, options.dialect);
    this.onDelivery = options.onDelivery ?? (() => {});
    this.deliveryTimeout = options.deliveryTimeout ?? 2000;
    if (options.stateFile !== undefined) {
      const saved = readState(options.stateFile);
      if (saved) {
        this.store.restore(saved);
      }
      this.stateFile = new StateFile(options.stateFile, () => this.store.snapshot());
      this.stateFile.markChanged();
    }
    this.register(options.instances ?? {});
  }

  /** How the server behaves now. */
  get dialect(): Dialect {
    return this.currentDialect;
  }

  /** Changes the behaviour from the next request on, as an upgrade of the server would. */
  changeDialect(overrides: Partial<Dialect>): void {
    this.currentDialect = { ...this.currentDialect, ...overrides };
  }

  /** Resolves when the state file, if there is one, holds every change so far. */
  async saved(): Promise<void> {
    await this.stateFile?.saved();
  }

  /** Adds instances (instanceId → token), or gives those that are known a new token. */
  register(instances: Readonly<Record<string, string>>): void {
    for (const [instanceId, token] of Object.entries(instances)) {
      this.store.register(instanceId, token);
    }
  }

  /** Removes an instance with its webhooks. @throws ApiError 404 */
  removeInstance(instanceId: string): void {
    if (!this.store.removeInstance(instanceId)) {
      throw new ApiError(404, ["Instance not found"]);
    }
  }

  /** The registered instances. */
  instanceIds(): string[] {
    return this.store.instanceIds();
  }

  /** Whether a client with this token may call this instance. */
  acceptsToken(instanceId: string, token: string): boolean {
    return this.store.accepts(instanceId, token);
  }

  /** Makes an instance's token invalid until the instance is registered again. @throws ApiError 404 */
  expireToken(instanceId: string): void {
    if (!this.store.expire(instanceId)) {
      throw new ApiError(404, ["Instance not found"]);
    }
  }

  /** The live webhooks: of one instance, or of all. */
  webhooks(instanceId?: string): LiveWebhook[] {
    return this.store.webhooks(instanceId).map((webhook) => this.live(webhook));
  }

  /** Creates a webhook without the API, as someone else would. @throws ApiError 400, 404 */
  plant(
    instanceId: string,
    webhook: WebhookEdit & { readonly name: string; readonly url: string },
  ): LiveWebhook {
    if (!this.store.has(instanceId)) {
      throw new ApiError(404, ["Instance not found"]);
    }
    const { events = {}, ...body } = webhook;
    const created = newWebhook(this.store, this.dialect, instanceId, parseWebhookBody(this.dialect, body));
    return this.live(this.store.put({ ...created, events: this.checked(events) }));
  }

  /** Changes a webhook without the API, as someone else would. @throws ApiError 400, 404 */
  edit(instanceId: string, webhookId: string | number, { events = {}, ...body }: WebhookEdit): LiveWebhook {
    const before = this.found(instanceId, webhookId);
    const { name, url, enabled, headers } = before;
    const merged = { name, url, enabled, ...(this.dialect.headers && headers && { headers }), ...body };
    const updatedAt = this.store.timestamp();
    return this.live(
      this.store.put({
        ...before,
        ...parseWebhookBody(this.dialect, merged),
        events: { ...before.events, ...this.checked(events) },
        updatedAt,
        eventsUpdatedAt: updatedAt,
      }),
    );
  }

  /** Deletes a webhook without the API, as someone else would. @throws ApiError 404 */
  remove(instanceId: string, webhookId: string | number): void {
    this.store.remove(this.found(instanceId, webhookId));
  }

  /**
   * Lets an event happen in an instance and delivers it to every enabled webhook subscribed to it.
   * @param event its own name (`messages.upsert`) or its flag. A flag of the vocabulary that is in no catalogue is
   *   delivered under its own name.
   * @param data default: the event's sample data; `{}` for an event that is in no catalogue
   * @returns what became of it, one entry per webhook of the instance
   * @throws ApiError 400 for an event that this server does not know, 404 for an instance that it does not know
   */
  async fire(instanceId: string, event: string, data?: unknown): Promise<Delivery[]> {
    if (!this.store.has(instanceId)) {
      throw new ApiError(404, ["Instance not found"]);
    }
    const flag = this.flagOf(event);
    const date = this.store.timestamp();
    const sent = sampleDelivery(flag, { instanceId, date: new Date(date), data });
    const webhooks = this.store.webhooks(instanceId);
    const outcomes = await deliver(webhooks, { flag, date, sent }, this.deliveryTimeout);
    const deliveries = outcomes.map((outcome) => {
      this.lastDelivery += 1;
      return { sequence: this.lastDelivery, ...outcome };
    });
    this.delivered.push(...deliveries);
    deliveries.forEach(this.onDelivery);
    return deliveries;
  }

  /** What became of every event since the start, or since they were forgotten. */
  get deliveries(): readonly Delivery[] {
    return this.delivered;
  }

  /** Forgets the deliveries so far. */
  forgetDeliveries(): void {
    this.delivered = [];
  }

  private found(instanceId: string, webhookId: string | number): StoredWebhook {
    const webhook = this.store.find(instanceId, String(webhookId));
    if (!webhook) {
      throw new ApiError(404, ["Webhook not found"]);
    }
    return webhook;
  }

  /** The flag of the vocabulary that an event's name stands for. @throws ApiError 400 */
  private flagOf(event: string): string {
    const { vocabulary } = this.dialect;
    const flag = vocabulary.find((name) => name === event || name === findEvent(event)?.name);
    if (flag === undefined) {
      const known = vocabulary.map((name) => findEvent(name)?.event ?? name).join(", ");
      throw new ApiError(400, [`event ${event} is not known to this server; it knows ${known}`]);
    }
    return flag;
  }

  private checked(events: Readonly<Record<string, boolean>>): Readonly<Record<string, boolean>> {
    const unknown = Object.keys(events).filter((event) => !this.dialect.vocabulary.includes(event));
    if (unknown.length > 0) {
      const known = this.dialect.vocabulary.join(", ");
      throw new ApiError(
        400,
        unknown.map((event) => `event ${event} is not known to this server; it knows ${known}`),
      );
    }
    return events;
  }

  private live(webhook: StoredWebhook): LiveWebhook {
    const { webhookEventsId, eventsUpdatedAt, events, ...rest } = webhook;
    const flags = this.dialect.vocabulary.map((flag) => [flag, isSubscribed(webhook, flag)]);
    return { ...rest, events: Object.fromEntries(flags) };
  }
}
