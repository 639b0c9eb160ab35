/** What SIGINT and SIGTERM do: end a check at once, let the engine end a repair in good order. */
export class Interruption {
  private readonly controller = new AbortController();
  private repairing = false;
  private interrupted = false;
  private readonly onInterrupt = () => {
    this.interrupted = true;
    // On a terminal the engine gets SIGINT, too; a second one would cut it short.
    if (this.repairing) return;
    process.stderr.write("\nerror: interrupted; nothing was changed\n");
    process.exit(1);
  };
  private readonly onTerminate = () => {
    this.onInterrupt();
    this.controller.abort();
  };

  constructor() {
    process.on("SIGINT", this.onInterrupt).on("SIGTERM", this.onTerminate);
  }

  /** Whether nothing new is to be begun. */
  get happened(): boolean {
    return this.interrupted;
  }

  /** Runs a repair. @param work gets a signal that ends the engine's commands as Ctrl-C does */
  async whileRepairing<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.repairing = true;
    return work(this.controller.signal).finally(() => {
      this.repairing = false;
    });
  }

  /** Leaves the signals to whoever had them before. */
  end(): void {
    process.off("SIGINT", this.onInterrupt).off("SIGTERM", this.onTerminate);
  }
}
