import { isDeepStrictEqual } from "node:util";
import type { EngineEvent, OpMap, Stack } from "@pulumi/pulumi/automation";
import { withStack } from "./stack";
import type { Tenant } from "./tenants";

/** What came of one operation. */
export interface Result {
  /** For the line that the tenant gets. */
  readonly text: string;
  /** Whether live webhooks differ from what is declared, and stay so. */
  readonly drifted?: boolean;
}

/** Creates a tenant's stack and its webhooks. @throws StackAlreadyExistsError, CommandError */
export function create(tenant: Tenant): Promise<Result> {
  return withStack(tenant.name, tenant, "create", async (stack) => {
    const { summary } = await stack.up({ color: "never" });
    return { text: `created: ${counted(summary.resourceChanges)}` };
  });
}

/** Makes live webhooks as declared, whoever changed them. @throws StackNotFoundError, CommandError */
export function update(tenant: Tenant): Promise<Result> {
  return withStack(tenant.name, tenant, "select", async (stack) => {
    // The refresh finds what was changed by hand; runProgram has it use today's tokens.
    const { summary } = await stack.up({ refresh: true, runProgram: true, color: "never" });
    return { text: `updated: ${counted(summary.resourceChanges)}` };
  });
}

/** Says how live webhooks differ from the declaration; changes nothing. @throws as {@link update} */
export function drift(tenant: Tenant): Promise<Result> {
  return withStack(tenant.name, tenant, "select", async (stack) => {
    const changes = await pendingChanges(stack);
    if (changes.length === 0) return { text: "no drift" };
    return { text: `drift\n${changes.map((change) => `  ${change}`).join("\n")}`, drifted: true };
  });
}

/** Deletes a tenant's webhooks and its stack, declared or not. @throws as {@link update} */
export function destroy(name: string, declared: Tenant | undefined): Promise<Result> {
  return withStack(name, declared, "select", async (stack) => {
    const runProgram = declared !== undefined;
    const { summary } = await stack.destroy({ remove: true, runProgram, color: "never" });
    return { text: `destroyed: ${counted(summary.resourceChanges)}` };
  });
}

/** What an update would do, a line for each webhook. */
async function pendingChanges(stack: Stack): Promise<string[]> {
  const changes: string[] = [];
  const onEvent = ({ resourcePreEvent }: EngineEvent) => {
    if (!resourcePreEvent) return;
    const { op, urn, type, old: live, new: declared } = resourcePreEvent.metadata;
    if (!type.includes("codechat:") || op === "same" || op === "refresh") return;
    const properties = op === "update" ? `: ${changedKeys(live?.inputs, declared?.inputs)}` : "";
    changes.push(`${op} ${urn.split("::").at(-1)}${properties}`);
  };
  await stack.preview({ refresh: true, runProgram: true, color: "never", onEvent });
  return changes.sort();
}

/** Names of the properties that differ; never their values, which may be secret. */
function changedKeys(live: Record<string, unknown> = {}, declared: Record<string, unknown> = {}): string {
  const keys = [...new Set([...Object.keys(live), ...Object.keys(declared)])];
  return keys.filter((key) => !isDeepStrictEqual(live[key], declared[key])).join(", ");
}

/** Such as `2 created, 1 unchanged`; the stack itself counts as one. */
function counted(changes: OpMap = {}): string {
  const words: Readonly<Record<string, string>> = { same: "unchanged", create: "created", update: "updated" };
  const parts = Object.entries(changes)
    .sort()
    .map(([op, count]) => `${count} ${words[op] ?? `${op}d`}`);
  return parts.join(", ") || "nothing to do";
}
