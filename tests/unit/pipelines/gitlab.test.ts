import { parse } from "yaml";
import { INSTALL, otherCommands, readPipelineFile, SECRETS } from "../../support/pipelines/ci";

interface Job {
  readonly extends?: string;
  readonly rules?: readonly { readonly if: string }[];
  readonly resource_group?: string;
  readonly interruptible?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly script?: readonly string[];
  readonly before_script?: readonly string[];
}

describe("the pipeline for GitLab CI", () => {
  const text = readPipelineFile(".gitlab-ci.yml");
  const { workflow, stages, variables, ".webhooks": base, ...named } = parse(text);
  const jobs: Readonly<Record<string, Job>> = named;
  const { preview, deploy, nightly } = jobs;

  test("has three jobs, which install and call the script, and do nothing else", () => {
    expect(Object.keys(jobs)).toEqual(["preview", "deploy", "nightly"]);
    expect(stages).toEqual(["preview", "deploy", "drift"]);
    expect(base.before_script).toEqual([INSTALL]);
    for (const job of Object.values(jobs)) {
      expect(job).toMatchObject({ extends: ".webhooks" });
      expect(job.before_script).toBeUndefined();
    }
    expect(otherCommands(Object.values(jobs).flatMap(({ script }) => script ?? []))).toEqual([]);
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
