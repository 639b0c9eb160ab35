/** The first of these items; where there are more, a last one says how many. */
export function firstOf(
  items: readonly string[],
  most: number,
  sayMore = (more: number) => `and ${more} more`,
): string[] {
  const more = items.length - most;
  return more > 0 ? [...items.slice(0, most), sayMore(more)] : [...items];
}

/** The first of these items, and how many more there are, so that an error stays readable whatever a server sends. */
export function joinAtMost(items: readonly string[], most: number, separator = ", "): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ""}`;
}
