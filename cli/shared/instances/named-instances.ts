import { readFileSync } from "node:fs";
import * as v from "valibot";
import { checkArguments, isTokenMap, WEBHOOK_ARGUMENTS } from "../../core";

/** Instances that are named on the command line or in a file. */
export interface NamedInstances {
  /** Without doubles, in the order in which they were named. */
  readonly ids: readonly string[];
  /** Tokens by instance id, where the file has them. */
  readonly tokens: Readonly<Record<string, string>> | undefined;
}

/**
 * The instances of `--instance` and `--instances`.
 *
 * @param file JSON: a list of instance ids, or a map of instance id and token.
 * @throws Error where the file cannot be read or is something else; it shows nothing of its content.
 */
export function namedInstances(ids: readonly string[], file: string | undefined): NamedInstances {
  const read = file === undefined ? [] : readInstances(file);
  const [more, tokens] = isList(read) ? [read, undefined] : [Object.keys(read), read];
  return { ids: [...new Set([...ids, ...more])], tokens };
}

/** What is wrong with instance ids, a sentence each: a path could not hold them. */
export function idProblems(ids: readonly string[]): string[] {
  const { instanceId: schema } = WEBHOOK_ARGUMENTS;
  return ids.flatMap((instanceId) => checkArguments({ instanceId: schema }, [], { instanceId }));
}

function isList(instances: unknown): instances is readonly string[] {
  return v.is(v.array(v.string()), instances);
}

function readInstances(file: string): readonly string[] | Readonly<Record<string, string>> {
  const instances = parseJson(file);
  if (isList(instances) || isTokenMap(instances)) return instances;
  const form = 'a list of instance ids, such as ["shop-01"], or a map of instance id and token';
  throw new Error(`${file}: must be ${form}`);
}

// What JSON.parse throws shows a part of the text, which may be a token.
function parseJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${file}: ${code === "ENOENT" ? "there is no such file" : `cannot be read (${code})`}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file}: is not JSON`);
  }
}
