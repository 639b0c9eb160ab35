/** TypeScript that is printed as it is, where a value would be printed as a literal. */
export class Expression {
  /** @param text the expression. */
  constructor(readonly text: string) {}
}

/** What {@link printValue} prints. */
export type Value = string | boolean | Expression | Compound;
type Compound = readonly Value[] | { readonly [key: string]: Value };

/** Lines longer than this are broken up, in characters. */
const LINE_WIDTH = 100;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

// What a reader cannot see, or an editor takes for the end of a line or turns around.
const INVISIBLE = /[\u007f-\u009f\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

/**
 * A text as a literal in double quotes, which says the same in TypeScript, JavaScript, JSON and YAML.
 * Whatever stands in it, the literal is one line, ends at its closing quote and shows every character.
 */
export function printText(text: string): string {
  return JSON.stringify(text).replace(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * A value as TypeScript: on one line where it fits.
 *
 * @param indent the spaces before the line that it stands on.
 * @param before how much of that line is taken already, indentation included; default the indentation.
 */
function printValue(value: Value, indent = 0, before = indent): string {
  if (typeof value === "string") return printText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Expression) return value.text;
  const oneLine = printOnOneLine(value);
  return before + oneLine.length < LINE_WIDTH ? oneLine : printOnLines(value, indent);
}

/** A list or an object with a line for each member. */
export function printOnLines(value: Compound, indent = 0): string {
  const inner = indent + 2;
  const [open, close] = isList(value) ? "[]" : "{}";
  const lines = isList(value)
    ? value.map((member) => printValue(member, inner))
    : Object.entries(value).map(([key, member]) => {
        const start = `${printKey(key)}: `;
        return start + printValue(member, inner, inner + start.length);
      });
  const spaces = " ".repeat(inner);
  return `${open}\n${lines.map((line) => `${spaces}${line},\n`).join("")}${" ".repeat(indent)}${close}`;
}

/** A comment of one or more lines, each of which stays a comment. */
export function printComment(...lines: readonly string[]): string {
  return lines.map((line) => `// ${line.replace(/\p{Cc}+|[\u2028\u2029]+/gu, " ")}\n`).join("");
}

function printOnOneLine(value: Compound): string {
  const never = Number.NEGATIVE_INFINITY;
  if (isList(value)) return `[${value.map((member) => printValue(member, 0, never)).join(", ")}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${printKey(key)}: ${printValue(member, 0, never)}`,
  );
  return members.length > 0 ? `{ ${members.join(", ")} }` : "{}";
}

function printKey(key: string): string {
  // As a plain key it would set the object's prototype.
  if (key === "__proto__") return '["__proto__"]';
  return IDENTIFIER.test(key) ? key : printText(key);
}

function isList(value: Compound): value is readonly Value[] {
  return Array.isArray(value);
}
