import { spawn } from "node:child_process";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Project } from "../engine/project";

const COMMAND_LINE = resolve(__dirname, "../../../dist/cli/main.js");

/** Stands in for GitHub's command line: it writes down what it is asked for, and keeps at most one issue. */
const GITHUB = `#!/bin/sh
echo "$*" >> gh.calls
case "$1 $2" in
  "issue list") cat gh.issue 2>/dev/null || true ;;
  "issue create") echo 7 > gh.issue ;;
  "issue close") rm gh.issue ;;
esac
`;

/** What one step of the pipeline did. */
export interface StepOutcome {
  readonly status: number | null;
  /** All that it printed. */
  readonly output: string;
  /** What it added to the job's summary. */
  readonly summary: string;
}

/** The pipeline of examples/pipeline in a project's folder, run as a job of GitHub's would. */
export class Pipeline {
  private constructor(private readonly project: Project) {}

  /** Puts the commands that the script calls where an installation has them. */
  static async install(project: Project): Promise<Pipeline> {
    const bin = join(project.folder, "node_modules/.bin");
    await mkdir(bin, { recursive: true });
    const commands = { "pulumi-codechat": `#!/bin/sh\nexec node "${COMMAND_LINE}" "$@"\n`, gh: GITHUB };
    for (const [name, text] of Object.entries(commands)) {
      await writeFile(join(bin, name), text);
      await chmod(join(bin, name), 0o755);
    }
    return new Pipeline(project);
  }

  /** Runs the script with one of its words. */
  async run(step: string, env: Readonly<Record<string, string>> = {}): Promise<StepOutcome> {
    const summary = join(this.project.folder, "summary.md");
    await writeFile(summary, "");
    const child = spawn("ci/pipeline.sh", [step], {
      cwd: this.project.folder,
      env: {
        ...process.env,
        ...this.project.env,
        PULUMI_STACK: "test",
        GITHUB_STEP_SUMMARY: summary,
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.project.notePrinted(text);
        output += text;
      });
    }
    const status = await new Promise<number | null>((settled, failed) => {
      child.on("error", failed).on("close", settled);
    });
    return { status, output, summary: await readFile(summary, "utf8") };
  }

  /** A report that the last step left. */
  report(name: string): Promise<string> {
    return readFile(join(this.project.folder, "reports", name), "utf8");
  }

  /** What GitHub's command line was asked for since the last look; reading the list of issues left out. */
  async githubCalls(): Promise<string[]> {
    const file = join(this.project.folder, "gh.calls");
    const calls = (await readFile(file, "utf8")).trim().split("\n");
    await rm(file);
    return calls.filter((call) => !call.startsWith("issue list"));
  }
}
