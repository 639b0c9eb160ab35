import { readFileSync } from "node:fs";

/** What the package says of itself. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The package.json of pulumi-codechat as it is installed. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(require.resolve("pulumi-codechat/package.json"), "utf8"));
}
