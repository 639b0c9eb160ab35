import * as v from "valibot";
import { type DeliveryAnswer, delivery, type RequestAnswer, request } from "./answers";
import type { ControlClient } from "./control-client";

/** One line of the log. */
export type LogLine =
  | ({ readonly type: "request" } & RequestAnswer)
  | ({ readonly type: "delivery" } & DeliveryAnswer);

const requests = v.object({ entries: v.array(request) });
const deliveries = v.array(delivery);

/** Reads a running server's requests and deliveries, each of them once. */
export class Tail {
  private lastDelivery = 0;
  /** Every request up to this one has been given. */
  private lastRequest = 0;
  /** What has been given of those after it: they were over before an earlier one. */
  private given: number[] = [];

  constructor(private readonly control: ControlClient) {}

  /**
   * What there is since the last time, oldest first.
   * @param unfinished whether to give requests that are not over yet; otherwise they are given when they are
   */
  async next(unfinished: boolean): Promise<LogLine[]> {
    const { entries } = await this.control.call("GET", `/log?since=${this.lastRequest}`, requests);
    const isOver = ({ milliseconds }: RequestAnswer) => unfinished || milliseconds !== undefined;
    const fresh = entries.filter((entry) => isOver(entry) && !this.given.includes(entry.sequence));
    const waiting = entries.find((entry) => !isOver(entry));
    this.lastRequest = waiting ? waiting.sequence - 1 : (entries.at(-1)?.sequence ?? this.lastRequest);
    this.given = entries
      .filter(isOver)
      .flatMap(({ sequence }) => (sequence > this.lastRequest ? sequence : []));

    const delivered = await this.control.call("GET", `/deliveries?since=${this.lastDelivery}`, deliveries);
    this.lastDelivery = delivered.at(-1)?.sequence ?? this.lastDelivery;
    return [
      ...fresh.map((entry) => ({ type: "request" as const, ...entry })),
      ...delivered.map((entry) => ({ type: "delivery" as const, ...entry })),
    ].sort((a, b) => a.date.localeCompare(b.date));
  }
}
