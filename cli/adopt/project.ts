import type { Manifest } from "../shared/manifest";
import { printText } from "./code";

/** What the files beside the program are written from. */
export interface ProjectFacts {
  /** The project's name. */
  readonly name: string;
  readonly baseUrl: string;
  /** Certificates of a private CA, relative to the project. */
  readonly caFile: string | undefined;
  /** A file with tokens that lies in the project's own folder, relative to it. */
  readonly tokensInside: string | undefined;
}

/** Pulumi.yaml: the project, and the configuration that every stack of it has. */
export function pulumiYaml({ name, baseUrl, caFile }: ProjectFacts): string {
  return [
    `name: ${printText(name)}`,
    "description: CodeChat webhooks that were live before this project was",
    "runtime: nodejs",
    "config:",
    `  codechat:baseUrl: ${printText(baseUrl)}`,
    ...(caFile === undefined ? [] : [`  codechat:caFile: ${printText(caFile)}`]),
    "",
  ].join("\n");
}

/** package.json, with this version of pulumi-codechat and what it works with. */
export function packageJson({ name }: ProjectFacts, manifest: Manifest): string {
  return json({
    name,
    private: true,
    dependencies: {
      "@pulumi/pulumi": manifest.peerDependencies["@pulumi/pulumi"],
      "pulumi-codechat": `^${manifest.version}`,
    },
    devDependencies: { "@types/node": "^22.0.0", typescript: "^5.8.0" },
  });
}

/** tsconfig.json, as the engine's own compiler and an editor understand it. */
export function tsconfigJson(): string {
  return json({
    compilerOptions: {
      target: "es2022",
      module: "nodenext",
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    },
    include: ["*.ts"],
  });
}

/** .gitignore: what is installed, and a file with tokens where one lies in the folder. */
export function gitignore({ tokensInside }: ProjectFacts): string {
  const escaped = tokensInside?.replace(/[\\*?[\]! #]/g, "\\$&");
  return ["/node_modules/", ...(escaped === undefined ? [] : [`/${escaped}`]), ""].join("\n");
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
