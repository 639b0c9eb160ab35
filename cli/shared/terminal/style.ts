import { styleText } from "node:util";

/** Gives a text a colour, or leaves it as it is. */
export type Style = (format: "red" | "green" | "yellow" | "bold" | "dim", text: string) => string;

/** Whether standard output may be coloured: on a terminal, unless NO_COLOR is set. */
export function usesColours(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}

/** What colours texts. @param colours whether it does; see {@link usesColours} */
export function styleWith(colours: boolean): Style {
  return (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text);
}
