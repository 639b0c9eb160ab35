import type { CallName } from "./calls";
import type { Dialect } from "./dialect";
import type { DialectFault, Fault, FaultRule } from "./faults";

/** A fault that replaces the answer or its transport. */
export type StrikingFault = Exclude<Fault, DialectFault>;

/** What the plan has in store for one call. */
export interface Verdict {
  /** The first fault that strikes. */
  readonly fault: StrikingFault | undefined;
  /** What all dialect faults that strike override together. */
  readonly dialect: Partial<Dialect>;
}

/** A rule with its counters. */
export interface CountedRule {
  readonly rule: FaultRule;
  /** Calls that the rule matched, struck or not. */
  readonly matched: number;
  /** Calls that it struck. */
  readonly struck: number;
}

/** The rules in force. Every rule counts its own calls; where several strike, the first one wins. */
export class FaultPlan {
  private counted: { rule: FaultRule; matched: number; struck: number }[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    this.add(...rules);
  }

  /** The rules in force, with their counters. */
  get rules(): readonly CountedRule[] {
    return this.counted.map((entry) => ({ ...entry }));
  }

  /** Adds rules behind those in force. */
  add(...rules: readonly FaultRule[]): void {
    this.counted.push(...rules.map((rule) => ({ rule, matched: 0, struck: 0 })));
  }

  /** Replaces all rules. */
  set(...rules: readonly FaultRule[]): void {
    this.counted = [];
    this.add(...rules);
  }

  /** Removes all rules. */
  clear(): void {
    this.counted = [];
  }

  /** Counts one call and says what happens to it. */
  take(call: CallName, instanceId: string): Verdict {
    let struck: StrikingFault | undefined;
    let dialect: Partial<Dialect> = {};
    for (const entry of this.counted) {
      const { rule } = entry;
      if (!matches(rule, call, instanceId)) {
        continue;
      }
      entry.matched += 1;
      if (!isDue(rule.nth, entry.matched)) {
        continue;
      }
      if (rule.fault.kind === "dialect") {
        dialect = { ...dialect, ...rule.fault.dialect };
        entry.struck += 1;
      } else if (!struck) {
        struck = rule.fault;
        entry.struck += 1;
      }
    }
    return { fault: struck, dialect };
  }
}

function matches(rule: FaultRule, call: CallName, instanceId: string): boolean {
  return (
    (rule.call === "any" || rule.call === call) &&
    (rule.instanceId === undefined || rule.instanceId === instanceId)
  );
}

function isDue(nth: FaultRule["nth"], count: number): boolean {
  if (nth === undefined || nth === "always") {
    return true;
  }
  if (typeof nth === "number") {
    return count === nth;
  }
  return count >= nth.from && (nth.count === undefined || count < nth.from + nth.count);
}
