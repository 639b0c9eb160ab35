import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { dirname, join as joinPath, normalize } from "node:path/posix";
import { documentPaths, readDocument } from "../support/documents";

const ROOT = resolve(__dirname, "../..");
const paths = documentPaths();

interface Link {
  readonly target: string;
  /** Where it leads, from the root of the repository. */
  readonly path: string;
  /** The heading there; empty where the link names none. */
  readonly anchor: string;
}

/** The links that stay within the repository. */
function linksOf(document: string): readonly Link[] {
  return readDocument(document)
    .targets.filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = "", anchor = ""] = target.split("#");
      return { target, anchor, path: file === "" ? document : normalize(joinPath(dirname(document), file)) };
    });
}

function leadsNowhere({ path, anchor }: Link): boolean {
  if (!existsSync(join(ROOT, path))) return true;
  return anchor !== "" && !readDocument(path).headings.some((heading) => heading.anchor === anchor);
}

/** The files of a package, from the root of the repository. */
function filesOf(folder: string): readonly string[] {
  const options = ["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=silent"];
  const report = JSON.parse(execFileSync("npm", options, { cwd: join(ROOT, folder), encoding: "utf8" }));
  return report[0].files.map(({ path }: { path: string }) => joinPath(folder, path));
}

test("there are documents with links", () => {
  expect(paths).toEqual(expect.arrayContaining(["README.md", "docs/fleet.md", "examples/fleet/README.md"]));
  expect(paths.flatMap(linksOf).length).toBeGreaterThan(50);
});

test.each(paths)("%s links to files and headings that exist", (path) => {
  const broken = linksOf(path).filter(leadsNowhere);
  expect(broken.map(({ target }) => target)).toEqual([]);
});

test.each([".", "emulator"])("what is packed of %s links to what is packed with it", (folder) => {
  const files = filesOf(folder);
  const documents = files.filter((path) => path.endsWith(".md"));
  expect(documents.length).toBeGreaterThan(0);
  const missing = documents.flatMap((document) =>
    linksOf(document).flatMap(({ path, target }) => (files.includes(path) ? [] : [`${document}: ${target}`])),
  );
  expect(missing).toEqual([]);
});
