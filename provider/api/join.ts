/** The first of these items, and how many more there are, so that an error stays readable whatever a server sends. */
export function joinAtMost(items: readonly string[], most: number, separator = ", "): string {
  const more = items.length - most;
  return `${items.slice(0, most).join(separator)}${more > 0 ? ` and ${more} more` : ""}`;
}
