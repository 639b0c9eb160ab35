import type { InspectionListener } from "./inspect";
import { hasDrifted } from "./model";

/** Says on a terminal how far the work is, on one line that is written again and again. */
export class Progress implements InspectionListener {
  private total = 0;
  private done = 0;
  private drifted = 0;
  private errors = 0;
  private phase = "";
  private shown = 0;

  /** @param terminal where the line goes; nothing is said where it is no terminal. */
  constructor(private readonly terminal: Pick<NodeJS.WriteStream, "isTTY" | "write">) {}

  /** Begins to count anew. @param phase what is done, such as `checking 3 stacks` */
  begin(phase: string): void {
    this.phase = phase;
    this.total = this.done = this.drifted = this.errors = 0;
    this.show(true);
  }

  found(webhooks: number): void {
    this.total += webhooks;
    this.show(true);
  }

  looked(webhook: Parameters<InspectionListener["looked"]>[0]): void {
    this.done += 1;
    if (hasDrifted(webhook)) this.drifted += 1;
    if (webhook.status === "unreadable") this.errors += 1;
    this.show(this.done === this.total);
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown > 0) this.terminal.write("\r\u001b[K");
    this.shown = 0;
  }

  private show(now: boolean): void {
    // Ten times a second is as much as anybody reads.
    if (!this.terminal.isTTY || (!now && performance.now() - this.shown < 100)) return;
    this.shown = performance.now();
    const counted = this.total === 0 ? "" : `: ${this.done} of ${this.total} webhooks`;
    const drifted = this.drifted === 0 ? "" : `, ${this.drifted} drifted`;
    const errors = this.errors === 0 ? "" : `, ${this.errors} not to be read`;
    this.terminal.write(`\r\u001b[K${this.phase}${counted}${drifted}${errors}`);
  }
}
