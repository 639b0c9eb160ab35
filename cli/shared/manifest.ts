import { readFileSync } from "node:fs";

/** What the package says of itself. */
export interface Manifest {
  readonly version: string;
  readonly description: string;
  /** The Node.js versions that are supported. */
  readonly engines: { readonly node: string };
  /** `oldestNode`: the oldest Node.js that still works, whether it is supported or not. */
  readonly config: { readonly oldestNode: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The package.json of pulumi-codechat as it is installed. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(require.resolve("pulumi-codechat/package.json"), "utf8"));
}
