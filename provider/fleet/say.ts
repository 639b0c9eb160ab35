/** Says a line to the person at the screen. */
export type Say = (line: string) => void;

/** Says it through the engine, which shows what a provider prints, at once and again in its summary. */
export const sayThroughEngine: Say = (line) => console.log(line);

/** The first of these ids, and how many more there are. */
export function someOf(ids: readonly string[], shown: number): string {
  const more = ids.length - shown;
  return `${ids.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
