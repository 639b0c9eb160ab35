import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promise as createQueue } from "fastq";
import { formatCount } from "../format";
import { inspectStack } from "./inspect";
import { Interruption } from "./interruption";
import { type DriftReport, exitStatus, hasDrifted, type StackReport } from "./model";
import type { DriftOptions } from "./options";
import { Progress } from "./progress";
import { findStack, Project } from "./project";
import { repairStack } from "./repair";
import { renderHtml } from "./report/html";
import { renderJson } from "./report/json";
import { renderJunit } from "./report/junit";
import { renderMarkdown } from "./report/markdown";
import { renderText } from "./report/text";

/**
 * Finds drift in the stacks of a project, repairs it where that is asked for, and reports it.
 *
 * @returns the exit status of the command.
 * @throws Error where the project, its backend or a file for the report cannot be used.
 */
export async function runDrift(options: DriftOptions): Promise<number> {
  const checkedAt = new Date().toISOString();
  const project = await Project.open(options.cwd);
  const stacks = await chosenStacks(project, options.stack);
  const progress = new Progress(process.stderr);
  const interruption = new Interruption();
  try {
    const reports = await workOnStacks(project, stacks, options, progress, interruption);
    progress.end();
    const chosen = options.stack && ({ chosen: true } as const);
    const report = { project: project.name, checkedAt, ...chosen, stacks: reports };
    await writeReport(report, options);
    return exitStatus(report);
  } finally {
    progress.end();
    interruption.end();
  }
}

/** The stack that was asked for, or why there is none. */
type ChosenStack = { readonly name: string; readonly missing?: string };

async function chosenStacks(project: Project, given: readonly string[] | undefined): Promise<ChosenStack[]> {
  const existing = await project.stacks();
  if (existing.length === 0) {
    throw new Error(
      `project ${project.name} has no stack in this backend; \`pulumi login\` chooses another one`,
    );
  }
  const names = [...new Set(given ?? existing)];
  return names.map((name) => {
    const found = findStack(name, existing, project.name);
    if (found !== undefined) return { name: found };
    return { name, missing: `there is no such stack; project ${project.name} has ${existing.join(", ")}` };
  });
}

async function workOnStacks(
  project: Project,
  stacks: readonly ChosenStack[],
  { parallel, repair }: DriftOptions,
  progress: Progress,
  interruption: Interruption,
): Promise<StackReport[]> {
  const inParallel = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
    const queue = createQueue(work, parallel);
    return Promise.all(items.map((item) => queue.push(item)));
  };
  progress.begin(`checking ${formatCount(stacks.length, "stack")}`);
  const found = await inParallel(stacks, ({ name, missing }) =>
    missing === undefined
      ? inspectStack(project, name, progress)
      : Promise.resolve({ stack: name, webhooks: [], errors: [missing] }),
  );
  const drifted = found.filter(({ webhooks }) => webhooks.some(hasDrifted));
  if (!repair || drifted.length === 0) return found;

  progress.begin(`repairing ${formatCount(drifted.length, "stack")}`);
  const repaired = await interruption.whileRepairing((signal) =>
    inParallel(drifted, async (before) => {
      if (interruption.happened)
        return { ...before, errors: [...before.errors, "not repaired: interrupted"] };
      return repairStack(project, before, progress, signal);
    }),
  );
  const byName = new Map(repaired.map((report) => [report.stack, report]));
  return found.map((report) => byName.get(report.stack) ?? report);
}

async function writeReport(report: DriftReport, options: DriftOptions): Promise<void> {
  const { json, markdown, html, junit } = options;
  if (json) process.stdout.write(renderJson(report));
  else if (markdown) process.stdout.write(renderMarkdown(report));
  else process.stdout.write(renderText(report, { repair: options.repair ?? false }));
  if (html !== undefined) await writeTo(html, renderHtml(report));
  if (junit !== undefined) await writeTo(junit, renderJunit(report));
}

async function writeTo(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
