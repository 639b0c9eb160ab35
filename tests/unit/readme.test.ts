import { type MarkdownDocument, readDocument } from "../support/documents";

const english = readDocument("README.md");
const portuguese = readDocument("README.pt-BR.md");

const firstLineOf = ({ text }: MarkdownDocument) => text.slice(0, text.indexOf("\n"));
const generatedIn = ({ prose }: MarkdownDocument) => prose.match(/<!-- generated: .*? -->/g) ?? [];
/** How many cells each line of a table has. */
const rowsOf = ({ prose }: MarkdownDocument) =>
  [...prose.matchAll(/^\|.*\|$/gm)].map(([row]) => row.split("|").length);

describe("the README in Portuguese", () => {
  test("has the code of the English one, block by block", () => {
    expect(english.codeBlocks.length).toBeGreaterThan(0);
    expect(portuguese.codeBlocks).toEqual(english.codeBlocks);
  });

  test("has its sections, the rows of its tables and as many generated parts", () => {
    const levels = ({ headings }: MarkdownDocument) => headings.map(({ level }) => level);
    expect(levels(portuguese)).toEqual(levels(english));
    expect(rowsOf(portuguese)).toEqual(rowsOf(english));
    expect(generatedIn(portuguese)).toHaveLength(generatedIn(english).length);
  });

  test("links to what the English one links to", () => {
    const elsewhere = ({ targets }: MarkdownDocument) => targets.slice(1).filter((to) => !to.startsWith("#"));
    expect(elsewhere(portuguese)).toEqual(elsewhere(english));
  });

  test("is one click away from the English one, and the other way round", () => {
    expect(firstLineOf(english)).toBe("**English** · [Português](README.pt-BR.md)");
    expect(firstLineOf(portuguese)).toBe("[English](README.md) · **Português**");
  });
});
