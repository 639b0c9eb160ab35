/** A range of versions: from one on, and below a major version. */
export interface VersionRange {
  readonly from: string;
  /** The first major version that is too new; `undefined` where there is none. */
  readonly belowMajor: number | undefined;
}

/**
 * Reads a range such as `>=3.216.0 <4` or `>=20.19`.
 *
 * @throws Error for any other form.
 */
export function parseRange(range: string): VersionRange {
  const [, from, below] = /^>=(\d+(?:\.\d+){0,2})(?: <(\d+))?$/.exec(range) ?? [];
  if (from === undefined) throw new Error(`cannot read the version range ${range}`);
  return { from, belowMajor: below === undefined ? undefined : Number(below) };
}

/** How a version stands to a range. What follows the patch number is ignored. */
export function compareToRange(
  version: string,
  { from, belowMajor }: VersionRange,
): "within" | "older" | "newer" {
  const [have, want] = [numbersOf(version), numbersOf(from)];
  const index = want.findIndex((number, at) => (have[at] ?? 0) !== number);
  if (index >= 0 && (have[index] ?? 0) < (want[index] ?? 0)) return "older";
  return belowMajor !== undefined && (have[0] ?? 0) >= belowMajor ? "newer" : "within";
}

function numbersOf(version: string): number[] {
  return version
    .replace(/^v/, "")
    .split(/[-+]/, 1)
    .flatMap((numbers) => numbers.split(".").map(Number));
}
