import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { readDocument } from "../support/documents";

const EXAMPLES = resolve(__dirname, "../../examples");

const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Manifest {
  readonly name: string;
  readonly private: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(EXAMPLES, folder, "package.json"), "utf8"));
}

/** The packages that the program imports, and `@pulumi/pulumi`, which runs it. */
function importsOf(folder: string): readonly string[] {
  const files = readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith(".ts"));
  const modules = files.flatMap((name) =>
    ts
      .preProcessFile(readFileSync(join(EXAMPLES, folder, name), "utf8"))
      .importedFiles.map(({ fileName }) => fileName),
  );
  const packages = modules
    .filter((module) => !/^(\.|node:)/.test(module))
    .map((module) => module.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? module);
  return [...new Set(["@pulumi/pulumi", ...packages])].sort();
}

/** What the README has one type into a shell. */
function commandsOf(folder: string): readonly string[] {
  return readDocument(`examples/${folder}/README.md`)
    .codeBlocks.filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split(/\n|&&/))
    .map((line) => line.trim());
}

/** The packages whose commands the README or a script runs. */
function toolsOf(folder: string): readonly string[] {
  const { scripts = {} } = readManifest(folder);
  const fromReadme = commandsOf(folder).flatMap((command) => /^npx (\S+)/.exec(command)?.[1] ?? []);
  const fromScripts = Object.values(scripts).map((script) => script.split(" ")[0] ?? "");
  return [...new Set([...fromReadme, ...fromScripts])].sort();
}

describe.each(folders)("examples/%s, a stack to copy,", (folder) => {
  test("has its project", () => {
    const project = parse(readFileSync(join(EXAMPLES, folder, "Pulumi.yaml"), "utf8"));
    expect(project).toMatchObject({ name: expect.stringMatching(/^codechat-/), runtime: "nodejs" });
    expect(project.description).toEqual(expect.any(String));
  });

  test("names the packages that it imports, and no others", () => {
    const manifest = readManifest(folder);
    expect(manifest).toMatchObject({ name: expect.any(String), private: true });
    expect(Object.keys(manifest.dependencies).sort()).toEqual(importsOf(folder));
  });

  test("names the packages whose commands are run, and no others", () => {
    expect(Object.keys(readManifest(folder).devDependencies ?? {}).sort()).toEqual(toolsOf(folder));
  });

  test("says in its README what to install and what to run", () => {
    const commands = commandsOf(folder).map((command) => command.replace(/\s+#.*$/, ""));
    expect(commands).toContain("npm install");
    const { scripts = {} } = readManifest(folder);
    const runs = commands.filter((command) => {
      const script = /^npm run (\S+)/.exec(command)?.[1];
      if (script !== undefined) return script in scripts;
      const [path = ""] = command.replace(/^(\w+=\S+ )+/, "").split(" ");
      return command === "pulumi up" || (path.includes("/") && existsSync(join(EXAMPLES, folder, path)));
    });
    expect(runs).not.toEqual([]);
  });
});
