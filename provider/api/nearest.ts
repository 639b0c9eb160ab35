/** The name that a text was probably meant to be; `undefined` where it resembles none. */
export function nearest(text: string, names: readonly string[]): string | undefined {
  // Loaded where something is wrong: programs and providers mostly do without.
  const { default: didYouMean } = require("didyoumean2") as typeof import("didyoumean2");
  return didYouMean(text, names) ?? undefined;
}
