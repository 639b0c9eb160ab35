/** A logarithmic axis of a plot. */
export interface Axis {
  /** Where a value lies, in the plot's units. */
  place(value: number): number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

/**
 * An axis that holds all values.
 *
 * @param from where it begins in the plot: the place of the smallest value.
 * @param to where it ends.
 */
export function logAxis(values: readonly number[], from: number, to: number): Axis {
  const smallest = tickBelow(Math.min(...values));
  const largest = tickAbove(Math.max(...values));
  const place = (value: number) => {
    const share = Math.log(value / smallest) / Math.log(largest / smallest);
    return Math.round((from + (to - from) * share) * 10) / 10;
  };
  const ticks = ticksBetween(smallest, largest);
  return { place, ticks: ticks.map((value) => ({ at: place(value), label: value.toLocaleString("en") })) };
}

const FACTORS = [1, 2, 5, 10];

function tickBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.max(...FACTORS.map((factor) => factor * power).filter((tick) => tick <= value));
}

function tickAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Math.min(...FACTORS.map((factor) => factor * power).filter((tick) => tick >= value));
}

/** Powers of ten, and twice and five times that where there is room. */
function ticksBetween(smallest: number, largest: number): number[] {
  const factors = largest / smallest > 500 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(smallest)); power <= largest; power *= 10) {
    ticks.push(...factors.map((factor) => factor * power));
  }
  return ticks.filter((tick) => tick >= smallest && tick <= largest);
}
