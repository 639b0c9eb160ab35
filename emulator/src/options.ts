import type { Delivery } from "./delivery";
import type { Dialect, ServerVersion } from "./dialect";
import type { FaultRule } from "./faults";
import type { LogEntry } from "./log";

/** How the local server starts. Everything has a default. */
export interface EmulatorOptions {
  /** TCP port; 0, the default, takes a free one. */
  readonly port?: number;
  /** Address to listen on. Default `127.0.0.1`: anyone who reaches the server can use its control API. */
  readonly host?: string;
  /** Key and certificate (PEM) to serve https instead of http. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The instances there are: instanceId → token. Default none. */
  readonly instances?: Readonly<Record<string, string>>;
  /** Which server version to emulate. Default `2.1.2`. */
  readonly serverVersion?: ServerVersion;
  /** What differs from the API as documented. */
  readonly dialect?: Partial<Dialect>;
  /** Faults that are in force from the start. */
  readonly faults?: readonly FaultRule[];
  /** File to keep the state in. Default: the state is gone when the server closes. */
  readonly stateFile?: string;
  /** Milliseconds that a webhook's receiver has to answer an event. Default 2000. */
  readonly deliveryTimeout?: number;
  /** Requests that the log keeps at most. Default 100,000. */
  readonly logLimit?: number;
  /** Called at the end of every request to the API. */
  readonly onRequest?: (entry: Readonly<LogEntry>) => void;
  /** Called for every delivery of an event. */
  readonly onDelivery?: (delivery: Delivery) => void;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly clock?: () => number;
  /** Waits milliseconds, for slow answers; ends early when the signal is aborted. Default: the system's timers. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}
