import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = join(__dirname, "../../../docs/errors.md");

/** What the engine printed about one resource. */
export interface PrintedFailure {
  readonly title: string;
  readonly text: string;
}

/**
 * Compares docs/errors.md with what was printed; with `UPDATE_ERRORS=1` writes it.
 *
 * @param timeoutSeconds `codechat:timeoutSeconds` of the run.
 * @returns `"current"`, or what to do.
 */
export function checkErrors(failures: readonly PrintedFailure[], timeoutSeconds: number): string {
  const text = render(failures, timeoutSeconds);
  if (process.env["UPDATE_ERRORS"]) writeFileSync(FILE, text);
  return existsSync(FILE) && readFileSync(FILE, "utf8") === text
    ? "current"
    : "not current: run the test with UPDATE_ERRORS=1 and look at the difference";
}

/** A text without what differs from run to run: ports and ids that the server gave. */
export function withoutChance(text: string): string {
  const ids = new Map<string, string>();
  const idFor = (id: string) => {
    ids.set(id, ids.get(id) ?? `5f0c2a9e-0000-4000-8000-00000000000${ids.size + 1}`);
    return ids.get(id) ?? id;
  };
  return text
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8787")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, idFor);
}

function render(failures: readonly PrintedFailure[], timeoutSeconds: number): string {
  const sections = failures.map(({ title, text }) => `## ${title}\n\n\`\`\`text\n${text}\n\`\`\``);
  return `${[
    "# What errors say",
    `Ten typical failures as \`pulumi up\` shows them. Each says what happened and where, what is now true, and what to do
next. Ids and ports are made up. Tokens, and what may be secret in a url, are never shown.`,
    `In the repository tests/engine/faults/errors.test.ts with \`UPDATE_ERRORS=1\` writes this page, with
\`codechat:timeoutSeconds\` ${timeoutSeconds}.`,
    ...sections,
  ].join("\n\n")}\n`;
}
