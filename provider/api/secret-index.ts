import { comparableText } from "./comparable";

/** So many of a secret's last characters are looked up; JWTs differ there, and not where they begin. */
const KEY_LENGTH = 8;

/** A secret, and the form in which it is compared. */
type Entry = readonly [secret: string, comparable: string];

/**
 * Many secrets, such as the tokens of all instances, of which a text may hold some. They are indexed once; to look
 * through a text takes time by its length, not by their number.
 */
export class SecretIndex {
  readonly #byEnding = new Map<string, Entry[]>();
  readonly #keyLengths: readonly number[];

  constructor(secrets: Iterable<string>) {
    const lengths = new Set<number>();
    for (const secret of new Set(secrets)) {
      const text = comparableText(secret);
      if (text === "") continue;
      const key = text.slice(-KEY_LENGTH);
      lengths.add(key.length);
      const others = this.#byEnding.get(key) ?? [];
      others.push([secret, text]);
      this.#byEnding.set(key, others);
    }
    this.#keyLengths = [...lengths];
  }

  /** The secrets that a text holds, percent-encoded or not. */
  foundIn(text: string): ReadonlySet<string> {
    const comparable = comparableText(text);
    const found = new Set<string>();
    for (const length of this.#keyLengths) {
      for (let end = length; end <= comparable.length; end += 1) {
        for (const [secret, needle] of this.#byEnding.get(comparable.slice(end - length, end)) ?? []) {
          if (comparable.endsWith(needle, end)) found.add(secret);
        }
      }
    }
    return found;
  }
}
