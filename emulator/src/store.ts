/** A webhook as the server keeps it. Never changed in place: a write replaces it. */
export interface StoredWebhook {
  readonly webhookId: string | number;
  readonly instanceId: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Flags that were ever set, by their name in the vocabulary; a flag that is not here is true. */
  readonly events: Readonly<Record<string, boolean>>;
  readonly webhookEventsId: string | number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly eventsUpdatedAt: string;
}

/** One instance as the state file keeps it. */
export interface StoredInstance {
  readonly instanceId: string;
  readonly token: string;
  readonly expired: boolean;
  readonly webhooks: readonly StoredWebhook[];
}

/** Everything that survives a restart. */
export interface StoreSnapshot {
  readonly lastIntegerId: number;
  readonly instances: readonly StoredInstance[];
}

interface Instance {
  token: string;
  expired: boolean;
  readonly webhooks: Map<string, StoredWebhook>;
  /** What reads still show in place of the truth, and for how many reads. */
  readonly lagging: Map<string, { readonly before: StoredWebhook | undefined; reads: number }>;
}

/** The server's state: instances, their tokens and their webhooks. Knows nothing of HTTP. */
export class Store {
  private readonly instances = new Map<string, Instance>();
  private lastIntegerId = 0;
  private lastTime = 0;

  /**
   * @param changed called after every change
   * @param clock milliseconds since the epoch
   */
  constructor(
    private readonly changed: () => void = () => {},
    private readonly clock: () => number = Date.now,
  ) {}

  /** Registers an instance, or gives a known one a new token. Its webhooks stay. */
  register(instanceId: string, token: string): void {
    const known = this.instances.get(instanceId);
    if (known) {
      known.token = token;
      known.expired = false;
    } else {
      this.instances.set(instanceId, { token, expired: false, webhooks: new Map(), lagging: new Map() });
    }
    this.changed();
  }

  /** Makes the instance's token invalid until it is registered again. @returns whether the instance is known */
  expire(instanceId: string): boolean {
    const instance = this.instances.get(instanceId);
    if (instance) {
      instance.expired = true;
      this.changed();
    }
    return instance !== undefined;
  }

  /** Removes an instance and what it has. @returns whether there was one */
  removeInstance(instanceId: string): boolean {
    const removed = this.instances.delete(instanceId);
    if (removed) {
      this.changed();
    }
    return removed;
  }

  /** Whether this token opens this instance. */
  accepts(instanceId: string, token: string | undefined): boolean {
    const instance = this.instances.get(instanceId);
    return instance !== undefined && !instance.expired && instance.token === token;
  }

  /** The registered instances. */
  instanceIds(): string[] {
    return [...this.instances.keys()];
  }

  /** Whether the instance is registered. */
  has(instanceId: string): boolean {
    return this.instances.has(instanceId);
  }

  /** Whether the instance's token was made invalid. */
  isExpired(instanceId: string): boolean {
    return this.instances.get(instanceId)?.expired ?? false;
  }

  /** The webhooks as they truly are: of one instance, or of all. */
  webhooks(instanceId?: string): StoredWebhook[] {
    const instances = instanceId === undefined ? this.instances.values() : [this.instances.get(instanceId)];
    return [...instances].flatMap((instance) => (instance ? [...instance.webhooks.values()] : []));
  }

  /** One webhook as it truly is. */
  find(instanceId: string, webhookId: string): StoredWebhook | undefined {
    return this.instances.get(instanceId)?.webhooks.get(webhookId);
  }

  /** One webhook as a read shows it: behind the truth while a lag lasts. */
  read(instanceId: string, webhookId: string): StoredWebhook | undefined {
    const instance = this.instances.get(instanceId);
    const lag = instance?.lagging.get(webhookId);
    if (!instance || !lag) {
      return instance?.webhooks.get(webhookId);
    }
    lag.reads -= 1;
    if (lag.reads <= 0) {
      instance.lagging.delete(webhookId);
    }
    return lag.before;
  }

  /** The webhooks of an instance as a read shows them. */
  readAll(instanceId: string): StoredWebhook[] {
    const instance = this.instances.get(instanceId);
    const ids = new Set([...(instance?.webhooks.keys() ?? []), ...(instance?.lagging.keys() ?? [])]);
    return [...ids].flatMap((id) => this.read(instanceId, id) ?? []);
  }

  /**
   * Stores a webhook, new or changed.
   * @param readLag reads that still show what was there before
   */
  put(webhook: StoredWebhook, readLag = 0): StoredWebhook {
    this.write(webhook.instanceId, String(webhook.webhookId), webhook, readLag);
    return webhook;
  }

  /** Removes a webhook. @param readLag reads that still show it */
  remove(webhook: StoredWebhook, readLag = 0): void {
    this.write(webhook.instanceId, String(webhook.webhookId), undefined, readLag);
  }

  /** The next integer id. */
  nextIntegerId(): number {
    this.lastIntegerId += 1;
    return this.lastIntegerId;
  }

  /** The time of a write: ISO 8601, later than every one before it, so that each write is visible. */
  timestamp(): string {
    this.lastTime = Math.max(this.clock(), this.lastTime + 1);
    return new Date(this.lastTime).toISOString();
  }

  /** All of it as plain data. */
  snapshot(): StoreSnapshot {
    const instances = [...this.instances].map(([instanceId, { token, expired, webhooks }]) => ({
      instanceId,
      token,
      expired,
      webhooks: [...webhooks.values()],
    }));
    return { lastIntegerId: this.lastIntegerId, instances };
  }

  /** Takes over what {@link snapshot} gave. */
  restore(snapshot: StoreSnapshot): void {
    this.lastIntegerId = snapshot.lastIntegerId;
    for (const { instanceId, token, expired, webhooks } of snapshot.instances) {
      const byId = new Map(webhooks.map((webhook) => [String(webhook.webhookId), webhook]));
      this.instances.set(instanceId, { token, expired, webhooks: byId, lagging: new Map() });
    }
  }

  private write(instanceId: string, id: string, after: StoredWebhook | undefined, readLag: number): void {
    const instance = this.instances.get(instanceId);
    if (!instance) {
      throw new Error(`no instance ${JSON.stringify(instanceId)} is registered`);
    }
    if (readLag > 0) {
      instance.lagging.set(id, { before: instance.webhooks.get(id), reads: readLag });
    }
    if (after) {
      instance.webhooks.set(id, after);
    } else {
      instance.webhooks.delete(id);
    }
    this.changed();
  }
}
