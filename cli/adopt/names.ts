const LONGEST = 60;

/** Gives resources of one program their names: unique, and of letters, digits and hyphens alone. */
export class ResourceNames {
  readonly #taken = new Set<string>();

  /** A name that says what it stands for, as far as its characters allow; with a number where it is taken. */
  next(...words: readonly string[]): string {
    const base = slug(words.join("-")) || "webhook";
    for (let number = 1; ; number += 1) {
      const name = number === 1 ? base : `${base}-${number}`;
      if (this.#taken.has(name)) continue;
      this.#taken.add(name);
      return name;
    }
  }
}

/** The letters and digits of a text, in lower case and without accents; what stands between becomes a hyphen. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mark}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
}
