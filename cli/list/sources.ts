import { promise as createQueue } from "fastq";
import { type ConfigLookup, messageOf, type Session } from "../core";
import type { DeclaredWebhook } from "../shared/project/declared-webhooks";
import { readStack } from "../shared/project/read-stack";
import type { StackSource } from "../shared/project/stack-source";
import type { ChosenStack } from "../shared/project/stacks";
import type { ListError } from "./model";

/** This many stacks are read at the same time: each takes processes of the engine. */
const PARALLEL = 4;

/** What reads instances: a stack's settings, or those of the command line and the environment. */
export interface Source {
  readonly session: Session;
  /** The stack; `undefined` without one. */
  readonly stack: string | undefined;
  /** What the stack declares. */
  readonly webhooks: readonly DeclaredWebhook[];
}

/** All that a list is made from. */
export interface Sources {
  readonly sources: readonly Source[];
  /** Whether all that may declare a webhook is in the sources. */
  readonly complete: boolean;
  readonly errors: readonly ListError[];
}

/**
 * Reads what stacks declare. A stack that cannot be read is an error, and hides nothing of the others.
 *
 * @param given what counts before the stacks' own configuration, by full key.
 */
export async function readSources(
  project: StackSource,
  stacks: readonly ChosenStack[],
  given: ConfigLookup,
): Promise<Sources> {
  const sources: Source[] = [];
  const errors: ListError[] = [];
  const read = async ({ name: stack, missing }: ChosenStack) => {
    if (missing !== undefined) throw new Error(missing);
    return { stack, ...(await readStack(project, stack, given)) };
  };
  const queue = createQueue(read, PARALLEL);
  const results = await Promise.allSettled(stacks.map((stack) => queue.push(stack)));
  for (const [index, result] of results.entries()) {
    const stack = stacks[index]?.name ?? "";
    if (result.status === "fulfilled") {
      const { session, webhooks, errors: unusable } = result.value;
      sources.push({ session, stack, webhooks });
      errors.push(...unusable.map((message) => ({ stack, message })));
    } else {
      errors.push({ stack, message: messageOf(result.reason) });
    }
  }
  return { sources, complete: errors.length === 0, errors };
}
