import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { promise as createQueue } from "fastq";
import { Project } from "../shared/project/project";
import { type ChosenStack, chosenStacks } from "../shared/project/stacks";
import { usesColours } from "../shared/terminal/style";
import { formatCount } from "../shared/terminal/words";
import { inspectStack } from "./inspect";
import { Interruption } from "./interruption";
import { type DriftReport, exitStatus, hasDrifted, type StackReport } from "./model";
import { Progress } from "./progress";
import { repairStack } from "./repair";
import { renderHtml } from "./report/html";
import { renderJson } from "./report/json";
import { renderJunit } from "./report/junit";
import { renderMarkdown } from "./report/markdown";
import { renderText } from "./report/text";

/** What `pulumi-codechat drift` is asked for. */
export interface DriftOptions {
  /** The folder of the project. */
  readonly cwd: string;
  /** Names of stacks. Default: every stack of the project in the backend. */
  readonly stack?: readonly string[];
  /** Stacks that are worked on at the same time. */
  readonly parallel: number;
  /** Print the report as JSON. */
  readonly json?: true;
  /** Print the report as Markdown. */
  readonly markdown?: true;
  /** A file to write the report to, as an HTML page. */
  readonly html?: string;
  /** A file to write the report to, as JUnit XML. */
  readonly junit?: string;
  /** Settle what has drifted. */
  readonly repair?: true;
}

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
  if (stacks.length === 0) {
    throw new Error(
      `project ${project.name} has no stack in this backend; \`pulumi login\` chooses another one`,
    );
  }
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
  else process.stdout.write(renderText(report, usesColours()));
  if (html !== undefined) await writeTo(html, renderHtml(report));
  if (junit !== undefined) await writeTo(junit, renderJunit(report));
}

async function writeTo(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
