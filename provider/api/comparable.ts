/** A text in the form in which texts are compared, and where each of its characters stood. */
export interface Comparable {
  readonly text: string;
  /** Where the character at this index begins in the original; the last entry is where that ends. */
  originalIndex(index: number): number;
}

// One character in percent-encoded UTF-8, or a byte that is none.
const ENCODED =
  /%[0-7][\da-f]|%[cd][\da-f]%[89ab][\da-f]|%e[\da-f](?:%[89ab][\da-f]){2}|%f[0-7](?:%[89ab][\da-f]){3}|%[\da-f]{2}/gi;

/**
 * Brings every percent-encoding of a text into one form, so that `a%2fb c`, `a/b+c` and `a%2Fb%20c` are the same.
 * Which characters are encoded, and how a space is, differs from one server and library to the next.
 */
export function toComparable(original: string): Comparable {
  if (!original.includes("%")) return { text: withSpaces(original), originalIndex: (index) => index };
  let text = "";
  const starts: number[] = [];
  const add = (characters: string, start: number, step: number) => {
    for (let index = 0; index < characters.length; index += 1) starts.push(start + index * step);
    text += characters;
  };
  let end = 0;
  for (const { 0: encoded, index } of original.matchAll(ENCODED)) {
    add(original.slice(end, index), end, 1);
    add(decodeOne(encoded), index, 0);
    end = index + encoded.length;
  }
  add(original.slice(end), end, 1);
  starts.push(original.length);
  return { text: withSpaces(text), originalIndex: (index) => starts[index] ?? original.length };
}

/** A text in the form of {@link toComparable}, without its places. */
export function comparableText(text: string): string {
  return /[%+]/.test(text) ? withSpaces(decode(text)) : text;
}

function withSpaces(text: string): string {
  return text.replaceAll("+", " ");
}

/** Decodes what is percent-encoded in a text; bytes that are no UTF-8 stay encoded. */
export function decode(text: string): string {
  return text.replace(ENCODED, decodeOne);
}

function decodeOne(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded.toUpperCase();
  }
}
