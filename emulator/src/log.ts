import type { CallName } from "./calls";
import type { Fault } from "./faults";
import { redact } from "./redact";

/** One request to the API, as the log keeps it. Headers are never kept. */
export interface LogEntry {
  /** Counts from 1 since the server started; a reset of the log does not restart it. */
  readonly sequence: number;
  /** When it arrived, ISO 8601. */
  readonly date: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** Which of the six calls it was; `undefined` for anything else. */
  call?: CallName;
  /** Decoded from the path. */
  instanceId?: string;
  /** Decoded from the path. */
  webhookId?: string;
  /** The parsed body; tokens, `headers` values and passwords in urls are masked. */
  body?: unknown;
  /** Status of the answer; `undefined` where none was sent (yet). */
  status?: number;
  /** Kind of the fault that struck. */
  fault?: Fault["kind"];
  /** From arrival to the end of the answer; `undefined` while it lasts. */
  milliseconds?: number;
  /** Number of the connection, so that its reuse can be counted. */
  readonly connection: number;
  /** Requests in flight when this one had arrived, itself included. */
  readonly inFlight: number;
}

/** Every request to the API since the last reset, in order of arrival; the oldest go when it is full. */
export class RequestLog {
  private kept: LogEntry[] = [];
  private sequence = 0;
  private flying = 0;
  private peak = 0;
  private readonly connections = new WeakMap<object, number>();
  private lastConnection = 0;

  /**
   * @param limit entries kept at most
   * @param ended called at the end of each request
   * @param clock milliseconds since the epoch
   */
  constructor(
    private readonly limit = 100_000,
    private readonly ended: (entry: Readonly<LogEntry>) => void = () => {},
    private readonly clock: () => number = Date.now,
  ) {}

  /** The requests, oldest first. */
  get entries(): readonly Readonly<LogEntry>[] {
    return this.kept;
  }

  /**
   * Most requests in flight at one time since the last reset. Calls without a fault are answered so fast
   * that they hardly overlap: to see a client's concurrency, make them slow.
   */
  get maxInFlight(): number {
    return this.peak;
  }

  /** Requests in flight now. */
  get inFlight(): number {
    return this.flying;
  }

  /** How many requests there were: all, or those of one call. */
  count(call?: CallName): number {
    return call === undefined ? this.kept.length : this.kept.filter((entry) => entry.call === call).length;
  }

  /** How many connections the requests came through. */
  countConnections(): number {
    return new Set(this.kept.map((entry) => entry.connection)).size;
  }

  /** Forgets all requests. Those in flight still count as such. */
  reset(): void {
    this.kept = [];
    this.peak = this.flying;
  }

  /** Enters a request that has arrived. @param socket its connection */
  begin(method: string, path: string, socket: object): LogEntry {
    this.flying += 1;
    this.peak = Math.max(this.peak, this.flying);
    this.sequence += 1;
    const entry = {
      sequence: this.sequence,
      date: new Date(this.clock()).toISOString(),
      method,
      path,
      connection: this.connectionOf(socket),
      inFlight: this.flying,
    };
    this.kept.push(entry);
    if (this.kept.length > this.limit) {
      this.kept.splice(0, Math.ceil(this.limit / 10));
    }
    return entry;
  }

  /** Adds which call it is. @param webhookId empty where the path names none */
  identify(entry: LogEntry, call: CallName, instanceId: string, webhookId: string): void {
    entry.call = call;
    entry.instanceId = instanceId;
    if (webhookId !== "") {
      entry.webhookId = webhookId;
    }
  }

  /** Adds the parsed body, masked. @param token the bearer token that came with it */
  addBody(entry: LogEntry, body: unknown, token: string | undefined): void {
    if (body !== undefined) {
      entry.body = redact(body, token);
    }
  }

  /** Notes that a request is over. */
  end(entry: LogEntry, milliseconds: number): void {
    this.flying -= 1;
    entry.milliseconds = milliseconds;
    this.ended(entry);
  }

  private connectionOf(socket: object): number {
    const known = this.connections.get(socket);
    if (known !== undefined) {
      return known;
    }
    this.lastConnection += 1;
    this.connections.set(socket, this.lastConnection);
    return this.lastConnection;
  }
}
