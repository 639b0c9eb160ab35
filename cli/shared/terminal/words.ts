/** Longer values are cut where people read them. */
const MAX_SHOWN = 200;

/** A number and what it counts, in the plural where it is not one. */
export function formatCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** A text from a server as a terminal or a document may show it: one line, no control characters, not endless. */
export function printable(text: string, limit = MAX_SHOWN): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  // Neither do characters stay that turn the direction of writing, and halves of characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;
  return shown.replaceAll(unprintable, "\ufffd");
}

/** A text of several lines, each of them {@link printable}, with spaces before it. */
export function printableLines(text: string, indent: string): string[] {
  return text.split("\n").map((line) => indent + printable(line, 1000));
}

/** A text as one word of a shell's command. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
