import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const CODE_BLOCK = /^```(.*)\n([\s\S]*?)^```$/gm;

/** A code block of a document. */
export interface CodeBlock {
  /** Such as `sh` or `ts`; empty where none is named. */
  readonly language: string;
  readonly code: string;
}

/** A heading of a document. */
export interface Heading {
  /** 1 for the title. */
  readonly level: number;
  readonly title: string;
  /** What a link to it ends with, after `#`. */
  readonly anchor: string;
}

/** A Markdown document, taken apart. */
export interface MarkdownDocument {
  readonly text: string;
  /** Without its code blocks. */
  readonly prose: string;
  readonly codeBlocks: readonly CodeBlock[];
  readonly headings: readonly Heading[];
  /** Where its links and pictures lead, in their order. */
  readonly targets: readonly string[];
}

/** Reads a document by its path in the repository. */
export function readDocument(path: string): MarkdownDocument {
  return parseDocument(readFileSync(join(ROOT, path), "utf8"));
}

/** Takes a Markdown text apart. */
export function parseDocument(text: string): MarkdownDocument {
  const prose = text.replace(CODE_BLOCK, "");
  return {
    text,
    prose,
    codeBlocks: [...text.matchAll(CODE_BLOCK)].map(([, language = "", code = ""]) => ({ language, code })),
    headings: [...prose.matchAll(/^(#+) (.+)$/gm)].map(([, marks = "", title = ""]) => ({
      level: marks.length,
      title,
      anchor: anchorOf(title),
    })),
    targets: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => decodeURI(target)),
  };
}

/**
 * The code blocks of one section, those of its subsections included.
 *
 * @param title its heading.
 * @throws Error where there is no such section.
 */
export function codeOfSection({ text }: MarkdownDocument, title: string): readonly CodeBlock[] {
  const [, section] = text.split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`there is no section "${title}"`);
  // A line of code may begin with ##, but not with a heading's blank line before it.
  const [own = ""] = section.split(/\n\n## /);
  return parseDocument(own).codeBlocks;
}

/** The paths of all Markdown documents of the repository, sorted. */
export function documentPaths(): readonly string[] {
  const options = ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"];
  return execFileSync("git", options, { cwd: ROOT, encoding: "utf8" }).trim().split("\n").sort();
}

/** The anchor that GitHub gives a heading: letters of any alphabet stay, punctuation goes. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}
