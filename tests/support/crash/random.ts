/** Numbers that only depend on the seed, so that a crash can be repeated. */
export interface SeededRandom {
  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** One of the values, each as likely as the others. */
  oneOf<T>(values: readonly [T, ...T[]]): T;
}

/** Mulberry32 by Tommy Ettinger: one multiplication and a few shifts a number, good enough to scatter crashes. */
export function seededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return { between, oneOf: ([first, ...others]) => others[between(0, others.length) - 1] ?? first };
}
