import type { Measurement, Results } from "./results";
import type { Step } from "./variants";

/** The middle of the values; of an even number of them, the mean of the middle two. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Looks up medians. */
export class Figures {
  constructor(private readonly results: Results) {}

  /** Median wall time in seconds; `undefined` where it was not measured. */
  seconds(variant: string, size: number, step: Step): number | undefined {
    return median(this.of(variant, size, step).map(({ seconds }) => seconds));
  }

  /** Median wall time of a stack with one webhook, in seconds, taken in turn with the stacks of `size`. */
  secondsOfOne(size: number, step: Step): number | undefined {
    return this.seconds(size === 1 ? "webhook" : "one-webhook", size, step);
  }

  /** How many measurements the median is taken over. */
  count(variant: string, size: number, step: Step): number {
    return this.of(variant, size, step).length;
  }

  /** Requests of one step, all methods. */
  requests(variant: string, size: number, step: Step): number | undefined {
    const [first] = this.of(variant, size, step);
    return first && Object.values(first.requests).reduce((sum, count) => sum + count, 0);
  }

  /** Highest resident memory of the provider over all steps, in bytes. */
  providerBytes(variant: string, size: number): number | undefined {
    const peaks = this.results.measurements
      .filter((measurement) => measurement.variant === variant && measurement.size === size)
      .flatMap(({ providerBytes }) => providerBytes ?? []);
    return peaks.length > 0 ? Math.max(...peaks) : undefined;
  }

  /** Bytes in state a webhook: inputs and outputs, compact JSON. */
  stateBytes(variant: string, size: number): number | undefined {
    const state = this.results.states.find((one) => one.variant === variant && one.size === size);
    return state && state.bytes / size;
  }

  /** The sizes that a variant was measured with. */
  sizes(variant?: string): number[] {
    const measured = this.results.measurements.filter(
      (one) => variant === undefined || one.variant === variant,
    );
    return [...new Set(measured.map(({ size }) => size))].sort((a, b) => a - b);
  }

  private of(variant: string, size: number, step: Step): Measurement[] {
    return this.results.measurements.filter(
      (one) => one.variant === variant && one.size === size && one.step === step,
    );
  }
}
