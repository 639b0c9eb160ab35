import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");
const CODE_BLOCK = /^```.*\n[\s\S]*?^```$/gm;

function read(name: string) {
  const text = readFileSync(join(ROOT, name), "utf8");
  const prose = text.replace(CODE_BLOCK, "");
  return {
    firstLine: text.slice(0, text.indexOf("\n")),
    codeBlocks: text.match(CODE_BLOCK) ?? [],
    headings: [...prose.matchAll(/^(#+) (.+)$/gm)].map(([, marks = "", title = ""]) => ({
      level: marks.length,
      anchor: anchorOf(title),
    })),
    targets: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => decodeURI(target)),
    generated: prose.match(/<!-- generated: .*? -->/g) ?? [],
    /** How many cells each line of a table has. */
    rows: [...prose.matchAll(/^\|.*\|$/gm)].map(([row]) => row.split("|").length),
  };
}

/** The anchor that GitHub gives a heading: letters of any alphabet stay, punctuation goes. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-");
}

const english = read("README.md");
const portuguese = read("README.pt-BR.md");

describe("the README in Portuguese", () => {
  test("has the code of the English one, block by block", () => {
    expect(english.codeBlocks.length).toBeGreaterThan(0);
    expect(portuguese.codeBlocks).toEqual(english.codeBlocks);
  });

  test("has its sections, the rows of its tables and as many generated parts", () => {
    const levels = ({ headings }: typeof english) => headings.map(({ level }) => level);
    expect(levels(portuguese)).toEqual(levels(english));
    expect(portuguese.rows).toEqual(english.rows);
    expect(portuguese.generated).toHaveLength(english.generated.length);
  });

  test("links to what the English one links to", () => {
    const elsewhere = ({ targets }: typeof english) => targets.slice(1).filter((to) => !to.startsWith("#"));
    expect(elsewhere(portuguese)).toEqual(elsewhere(english));
  });

  test("is one click away from the English one, and the other way round", () => {
    expect(english.firstLine).toBe("**English** · [Português](README.pt-BR.md)");
    expect(portuguese.firstLine).toBe("[English](README.md) · **Português**");
  });
});

describe.each([
  ["README.md", english],
  ["README.pt-BR.md", portuguese],
])("%s", (_name, { headings, targets }) => {
  test("links to files that exist", () => {
    const paths = targets
      .filter((target) => !/^(#|[a-z]+:)/.test(target))
      .map((target) => target.replace(/#.*$/, ""));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("links within the page to headings that it has", () => {
    const anchors = targets.filter((target) => target.startsWith("#")).map((target) => target.slice(1));
    expect(anchors.length).toBeGreaterThan(0);
    expect(headings.map(({ anchor }) => anchor)).toEqual(expect.arrayContaining(anchors));
  });
});
