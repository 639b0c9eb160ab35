import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";

const EXAMPLE = resolve(__dirname, "../../../examples/pipeline");
const read = (path: string) => readFileSync(join(EXAMPLE, path), "utf8");

const INSTALL = "npm ci --ignore-scripts";
const SECRETS = ["CODECHAT_TOKEN", "PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE"];

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface GitHubJob {
  readonly if: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}

interface GitLabJob {
  readonly extends?: string;
  readonly rules?: readonly { readonly if: string }[];
  readonly resource_group?: string;
  readonly interruptible?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
}

/** Lines that install nothing and call something else than the script. */
const strangers = (lines: readonly string[]) =>
  lines.filter((line) => line !== INSTALL && !/^ci\/pipeline\.sh (\w+|"\$\S+")$/.test(line));

/** What GitHub's own parser has to say against a workflow. */
function errorsOf(workflow: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "codechat-workflow-"));
  try {
    const file = join(folder, "workflow.yml");
    writeFileSync(file, workflow);
    const check = resolve(__dirname, "../../support/check-workflow.mts");
    return JSON.parse(execFileSync(process.execPath, ["--import", "tsx", check, file], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the workflow for GitHub Actions", () => {
  const text = read(".github/workflows/webhooks.yml");
  const workflow = parse(text);
  const jobs: Readonly<Record<string, GitHubJob>> = workflow.jobs;
  const { preview, deploy, nightly } = jobs;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("is what GitHub's own parser takes, which would find what is misspelt", () => {
    expect(errorsOf(text)).toEqual([]);
    const misspelt = text.replace("queue: max", "queue: maximum").replace("issues: write", "issuez: write");
    expect(errorsOf(misspelt)).toEqual([
      expect.stringContaining("Unexpected value 'maximum'"),
      expect.stringContaining("Unexpected value 'issuez'"),
    ]);
  });

  test("has three jobs, which install and call the script, and do nothing else", () => {
    expect(Object.keys(jobs)).toEqual(["preview", "deploy", "nightly"]);
    const lines = steps.flatMap(({ run }) => run ?? []);
    expect(strangers(lines)).toEqual([]);
    expect(lines.filter((line) => line !== INSTALL)).toEqual([
      "ci/pipeline.sh preview",
      "ci/pipeline.sh deploy",
      'ci/pipeline.sh "$NIGHTLY"',
      "ci/pipeline.sh issue",
    ]);
  });

  test("pins every action to a commit, and says which version that is", () => {
    const uses = [...text.matchAll(/uses: (.*)$/gm)].map(([, action]) => action);
    expect(uses).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    for (const action of uses) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("asks for no more rights than a job needs, and leaves no credentials in the checkout", () => {
    expect(workflow.permissions).toEqual({});
    expect(preview?.permissions).toEqual({ contents: "read" });
    expect(deploy?.permissions).toEqual({ contents: "read" });
    expect(nightly?.permissions).toEqual({ contents: "read", issues: "write" });
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).toHaveLength(3);
    for (const checkout of checkouts) expect(checkout.with).toEqual({ "persist-credentials": false });
  });

  test("gives secrets to the steps that call the script, and to no other", () => {
    expect(text.match(/secrets\./g)).toHaveLength(3 * SECRETS.length);
    for (const { run, env } of steps) {
      const secret = Object.entries(env ?? {}).filter(([, value]) => value.includes("secrets."));
      const names = secret.map(([name]) => name).sort();
      const calls = run?.startsWith("ci/pipeline.sh") && run !== "ci/pipeline.sh issue";
      expect(names).toEqual(calls ? SECRETS : []);
      for (const [name, value] of secret) expect(value).toBe(`\${{ secrets.${name} }}`);
    }
  });

  test("runs nothing of a fork with secrets", () => {
    expect(Object.keys(workflow.on)).toEqual(["pull_request", "push", "schedule", "workflow_dispatch"]);
    expect(preview?.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
    expect(deploy?.if).toBe("github.event_name == 'push'");
    expect(workflow.on.push).toEqual({ branches: ["main"] });
    expect(nightly?.if).not.toContain("pull_request");
  });

  test("lets one job at a time write, drops none that waits, and ends none half-way", () => {
    const guard = { group: "webhooks-production", "cancel-in-progress": false, queue: "max" };
    expect(deploy?.concurrency).toEqual(guard);
    expect(nightly?.concurrency).toEqual(guard);
    expect(preview?.concurrency).toMatchObject({ "cancel-in-progress": true });
  });

  test("tells of drift, and of a nightly run that failed, in an issue", () => {
    const told = nightly?.steps.find(({ run }) => run === "ci/pipeline.sh issue");
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's.
    expect(told?.if).toBe("${{ !cancelled() }}");
  });
});

describe("the pipeline for GitLab CI", () => {
  const text = read(".gitlab-ci.yml");
  const { workflow, stages, variables, ".webhooks": base, ...named } = parse(text);
  const jobs: Readonly<Record<string, GitLabJob>> = named;
  const { preview, deploy, nightly } = jobs;

  test("has three jobs, which install and call the script, and do nothing else", () => {
    expect(Object.keys(jobs)).toEqual(["preview", "deploy", "nightly"]);
    expect(stages).toEqual(["preview", "deploy", "drift"]);
    expect(base.before_script).toEqual([INSTALL]);
    for (const job of Object.values(jobs)) {
      expect(job).toMatchObject({ extends: ".webhooks" });
      expect(job.before_script).toBeUndefined();
    }
    expect(strangers(Object.values(jobs).flatMap(({ script }) => script ?? []))).toEqual([]);
    expect(preview?.script).toEqual(["ci/pipeline.sh preview"]);
    expect(deploy?.script).toEqual(["ci/pipeline.sh deploy"]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's.
    expect(nightly?.script).toEqual(['ci/pipeline.sh "${WEBHOOKS_NIGHTLY:-drift}"']);
  });

  test("pins the version of its image", () => {
    expect(base.image).toMatch(/^node:\d+\.\d+\.\d+-[a-z]+$/);
  });

  test("runs for merge requests of the project itself, for the default branch and for the schedule", () => {
    const conditions = workflow.rules.map((rule: { if: string }) => rule.if);
    expect(conditions).toEqual([
      expect.stringContaining("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID"),
      expect.stringContaining("$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"),
      '$CI_PIPELINE_SOURCE == "schedule"',
    ]);
    expect([preview, deploy, nightly].map((job) => job?.rules)).toEqual(
      ["merge_request_event", "push", "schedule"].map((source) => [
        { if: `$CI_PIPELINE_SOURCE == "${source}"` },
      ]),
    );
  });

  test("lets one job at a time write, and ends only previews half-way", () => {
    expect(deploy?.resource_group).toBe("webhooks-production");
    expect(nightly?.resource_group).toBe("webhooks-production");
    expect([preview, deploy, nightly].map((job) => job?.interruptible)).toEqual([true, undefined, undefined]);
  });

  test("holds no secret: the names alone are in a comment", () => {
    expect(variables).toEqual({ PULUMI_STACK: "production" });
    for (const name of SECRETS) expect(text.match(new RegExp(name, "g"))).toHaveLength(1);
  });
});
