import { fullyQualifiedStackName } from "@pulumi/pulumi/automation";
import type { Project } from "./project";

/** A stack that was asked for, or why there is none. */
export interface ChosenStack {
  readonly name: string;
  /** What is to be said where the project has no such stack. */
  readonly missing?: string;
}

/**
 * The stacks that a person means.
 *
 * @param given names as they were given, in their order; `undefined` for every stack of the project.
 * @throws Error where the backend cannot be read.
 */
export async function chosenStacks(
  project: Pick<Project, "name" | "stacks">,
  given: readonly string[] | undefined,
): Promise<ChosenStack[]> {
  const existing = await project.stacks();
  return [...new Set(given ?? existing)].map((name) => {
    const found = findStack(name, existing, project.name);
    if (found !== undefined) return { name: found };
    const has = existing.length === 0 ? "no stack in this backend" : existing.join(", ");
    return { name, missing: `there is no such stack; project ${project.name} has ${has}` };
  });
}

/** Finds the stack that a person means: by its name, or with the organization and the project before it. */
function findStack(given: string, existing: readonly string[], project: string): string | undefined {
  const [stack = "", of = project, organization = "organization"] = given.split("/").reverse();
  const names = new Set([
    given,
    `${organization}/${stack}`,
    fullyQualifiedStackName(organization, of, stack),
  ]);
  if (of === project) names.add(stack);
  return existing.find((name) => names.has(name)) ?? existing.find((name) => name.endsWith(`/${given}`));
}
