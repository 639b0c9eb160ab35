import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Plain values; what is secret is wrapped, see {@link isSecretInput}. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What became of a program. */
export interface Outcome {
  /** The resources, without the stack itself. */
  readonly resources: readonly Registered[];
  readonly warnings: readonly string[];
  /** What it threw, where it may. */
  readonly error: unknown;
}

/** How a program is run. */
export interface ProgramOptions {
  /** The stack's configuration by full key. */
  readonly config?: Record<string, string>;
  /** The keys whose values are secrets. */
  readonly secretKeys?: string[];
  /** A preview: what a resource only knows once it is there is unknown. */
  readonly preview?: boolean;
  /** The program may throw, and the outcome says what. Default false: what it throws fails the test. */
  readonly mayThrow?: boolean;
}

/** Runs a Pulumi program without an engine, as a stack of its own. @throws what the program throws, unless it may */
export async function runProgram(
  program: () => void,
  { config = {}, secretKeys = [], preview = false, mayThrow = false }: ProgramOptions = {},
): Promise<Outcome> {
  const resources: Registered[] = [];
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    if (type !== pulumi.runtime.rootPulumiStackTypeName) resources.push({ type, name, inputs });
    return { id: preview ? undefined : `${name}-id`, state: inputs };
  };
  await pulumi.runtime.setMocks({ call: ({ inputs }) => inputs, newResource }, "project", "stack", preview);
  pulumi.runtime.setAllConfig(config, secretKeys);
  let error: unknown;
  const warnings = await collectWarnings(async () => {
    await pulumi.runtime.runInPulumiStack(async () => {
      try {
        program();
      } catch (thrown) {
        error = thrown;
      }
    });
    await settled();
  });
  if (error !== undefined && !mayThrow) throw error;
  return { resources, warnings, error };
}

/** Whether the runtime sends an input as a secret. */
export function isSecretInput(value: unknown): boolean {
  return pulumi.runtime.isRpcSecret(value);
}

// Without an engine, that is where the SDK's log goes.
async function collectWarnings(work: () => Promise<void>): Promise<string[]> {
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => warnings.push(text.replace("warning: [runtime] ", ""));
  await work().finally(() => {
    console.warn = warn;
  });
  return warnings;
}

/** Resolves when every registration and every output has had its turn. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
}
