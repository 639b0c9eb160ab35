import { parse } from "yaml";
import { INSTALL, otherCommands, readPipelineFile, SECRETS } from "../../support/pipelines/ci";
import { workflowErrors } from "../../support/pipelines/workflow";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly environment: string;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}

describe("the workflow for GitHub Actions", () => {
  const text = readPipelineFile(".github/workflows/webhooks.yml");
  const workflow = parse(text);
  const jobs: Readonly<Record<string, Job>> = workflow.jobs;
  const { preview, deploy, nightly } = jobs;
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("is what GitHub's own parser takes, which would find what is misspelt", () => {
    expect(workflowErrors(text)).toEqual([]);
    const misspelt = text.replace("queue: max", "queue: maximum").replace("issues: write", "issuez: write");
    expect(workflowErrors(misspelt)).toEqual([
      expect.stringContaining("Unexpected value 'maximum'"),
      expect.stringContaining("Unexpected value 'issuez'"),
    ]);
  });

  test("has three jobs, which install and call the script, and do nothing else", () => {
    expect(Object.keys(jobs)).toEqual(["preview", "deploy", "nightly"]);
    const lines = steps.flatMap(({ run }) => run ?? []);
    expect(otherCommands(lines)).toEqual([]);
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
