/** What the quick start prints beside the engine's own output. */
import { styleText } from "node:util";
import type { LiveWebhook } from "./api.mjs";
import type { Arrival } from "./receiver.mjs";

const WIDTH = 100;

/** Colour only where a person looks at it and has not asked for none (https://no-color.org). */
const colourful = process.stdout.isTTY && !process.env["NO_COLOR"];
const styled = (style: Parameters<typeof styleText>[0], text: string) =>
  colourful ? styleText(style, text) : text;

/** Prints the heading of a part of the story. */
export function heading(text: string): void {
  console.log(`\n${styled("bold", `── ${text} ${"─".repeat(Math.max(3, WIDTH - text.length - 4))}`)}`);
}

/** Prints one line on what happens. */
export function say(text: string): void {
  console.log(text);
}

/** Breaks a list of names into lines of at most `width` characters. */
function wrapped(names: readonly string[], width: number): string[] {
  const lines = [""];
  for (const name of names) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = name;
    else if (line.length + name.length + 2 <= width) lines[lines.length - 1] = `${line}, ${name}`;
    else {
      lines[lines.length - 1] = `${line},`;
      lines.push(name);
    }
  }
  return lines;
}

/** Prints a live webhook as a table. */
export function showWebhook({ webhookId, name, url, enabled, on, off }: LiveWebhook): void {
  const labels = ["webhook", "url", "enabled", "events on", "events off"] as const;
  const width = Math.max(...labels.map((label) => label.length));
  const room = WIDTH - width - 7;
  const values = [
    [`${name} (${webhookId})`],
    [url],
    [enabled ? "yes" : "no"],
    wrapped(on.length > 0 ? on : ["none"], room),
    wrapped(off.length > 0 ? off : ["none"], room),
  ];
  const column = Math.max(...values.flat().map((text) => text.length));
  const rule = (left: string, middle: string, right: string) =>
    `${left}${"─".repeat(width + 2)}${middle}${"─".repeat(column + 2)}${right}`;
  console.log(rule("┌", "┬", "┐"));
  labels.forEach((label, row) => {
    values[row]?.forEach((text, line) => {
      const first = styled("dim", (line === 0 ? label : "").padEnd(width));
      console.log(`│ ${first} │ ${text.padEnd(column)} │`);
    });
  });
  console.log(rule("└", "┴", "┘"));
}

/** Prints a delivery as it arrived: its headers, and its body with a line for what fits into one. */
export function showDelivery(url: string, { headers, body }: Arrival): void {
  console.log(styled("bold", `POST ${url}`));
  for (const [name, value] of headers) console.log(`${styled("dim", `${name}:`)} ${value}`);
  const innermost = /[{[][^{}[\]]*[}\]]/g;
  const inOneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, " ");
  const text = JSON.stringify(body, undefined, 2).replaceAll(innermost, (part) =>
    inOneLine(part).length < WIDTH - 30 ? inOneLine(part) : part,
  );
  console.log(`\n${text}`);
}
