// C0, DEL and C1, the line and paragraph separators of Unicode, and what reorders the text around it.
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const EACH_CONTROL = new RegExp(CONTROL, "gu");
const CONTROLS = new RegExp(`${CONTROL.source}+`, "gu");

/** Whether a text holds characters that forge or reorder lines where it is shown. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL.test(text);
}

/** A text with such characters spelled out, as in `a\u{a}b`: for what a user declared. */
export function inOneLine(text: string): string {
  return text.replace(EACH_CONTROL, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}

/** A text with a space in the place of such characters: for what somebody else wrote. */
export function withoutControlCharacters(text: string): string {
  return text.replace(CONTROLS, " ");
}
