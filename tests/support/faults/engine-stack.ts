import type { LiveWebhook } from "../../../emulator/src";
import { DeclaredStack } from "../engine/declared";
import type { Outcome } from "../engine/outcome";
import type { ResourceInState } from "../engine/stack";
import type { FaultCase } from "./cases";
import { SECRETS } from "./declarations";
import { type EngineCase, liveOf, openCase, TIMEOUT_SECONDS } from "./engine";

/** What was seen after a command; lists go by case. */
export interface Seen {
  readonly output: string;
  readonly resources: readonly ResourceInState[];
  readonly live: readonly (readonly LiveWebhook[])[];
  /** Requests that each server got. */
  readonly requests: readonly number[];
  /** Whether the fault, where one was planted, struck. */
  readonly struck: readonly boolean[];
}

/** Cases of the fault matrix as the resources of one stack. */
export class FaultStack {
  private readonly seen = new Map<string, Seen>();

  private constructor(
    readonly cases: readonly EngineCase[],
    readonly stack: DeclaredStack,
  ) {}

  /** Starts the servers, and creates the stack. */
  static async open(cases: readonly FaultCase[]): Promise<FaultStack> {
    const opened = await Promise.all(
      cases.map((each, index) => openCase(each, `case-${String(index).padStart(2, "0")}`)),
    );
    const config = {
      "codechat:timeoutSeconds": String(TIMEOUT_SECONDS),
      "codechat:maxRetries": "3",
      // Requests that hang are not to keep other cases waiting.
      "codechat:maxConcurrency": "100",
    };
    const stack = await DeclaredStack.create(config, { "codechat:token": SECRETS.token });
    return new FaultStack(opened, stack);
  }

  /** A case by its number. */
  at(index: number): EngineCase {
    const found = this.cases[index];
    if (!found) throw new Error(`there is no case ${index}`);
    return found;
  }

  /**
   * Runs one command and keeps what is seen after it, under a name.
   *
   * @param faulty the cases that suffer their faults meanwhile.
   */
  async step(
    name: string,
    command: () => Promise<Outcome>,
    faulty: (each: EngineCase) => boolean = () => false,
  ): Promise<void> {
    for (const each of this.cases) {
      each.server.log.reset();
      if (faulty(each)) each.plant();
    }
    const { output } = await command();
    this.seen.set(name, {
      output,
      resources: await this.stack.resources(),
      live: this.cases.map(liveOf),
      requests: this.cases.map(({ server }) => server.log.count()),
      struck: this.cases.map(({ server }) => server.faults.rules.every(({ struck }) => struck > 0)),
    });
    for (const { server } of this.cases) server.faults.clear();
  }

  /** What was seen after the step of this name. */
  after(name: string): Seen {
    const found = this.seen.get(name);
    if (!found) throw new Error(`the step "${name}" did not come to its end`);
    return found;
  }

  /** Stops the servers and removes the project's folder. */
  async close(): Promise<void> {
    await this.stack.close();
    await Promise.all(this.cases.map(({ server }) => server.close()));
  }
}
