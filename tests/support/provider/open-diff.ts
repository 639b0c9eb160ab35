import { isDeepStrictEqual } from "node:util";
import type { DiffResult } from "@pulumi/pulumi/dynamic";

/** Whether there are changes: where the provider leaves that open, the engine compares the inputs itself. */
export function hasChanges({ changes }: DiffResult, olds: object, news: object): boolean {
  return changes ?? !isDeepStrictEqual(asSent(olds), asSent(news));
}

// What is undefined is not sent.
function asSent(inputs: object): unknown {
  return JSON.parse(JSON.stringify(inputs));
}
