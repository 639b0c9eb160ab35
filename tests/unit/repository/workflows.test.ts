import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { workflowErrors } from "../../support/pipelines/workflow";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly uses?: string;
  readonly needs?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

const FOLDER = resolve(__dirname, "../../../.github");

function read(path: string): { text: string; jobs: Readonly<Record<string, Job>>; [key: string]: unknown } {
  const text = readFileSync(join(FOLDER, path), "utf8");
  return { ...parse(text), text };
}

const ci = read("workflows/ci.yml");
const release = read("workflows/release.yml");
const commands = (job?: Job) => (job?.steps ?? []).flatMap(({ run }) => run ?? []);

describe.each([
  ["ci", ci],
  ["release", release],
])("the workflow %s of this repository", (_name, workflow) => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

  test("is what GitHub's own parser takes, which would find what is misspelt", () => {
    expect(workflowErrors(workflow.text)).toEqual([]);
    const misspelt = workflow.text.replace("contents: read", "contentz: read");
    expect(workflowErrors(misspelt)).toEqual([expect.stringContaining("Unexpected value 'contentz'")]);
  });

  test("pins every action to a commit, and says which version that is", () => {
    const uses = [...workflow.text.matchAll(/- uses: (.*)$/gm)].map(([, action]) => action);
    expect(uses).toHaveLength(steps.filter((step) => step.uses !== undefined).length);
    for (const action of uses) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("has no right that a job did not ask for, no secret, and no credentials in the checkout", () => {
    expect(workflow["permissions"]).toEqual({});
    expect(workflow.text).not.toContain("secrets.");
    const checkout = steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with).toEqual({ "persist-credentials": false });
  });
});

test("a change is tested by .ci/run, which may read the repository alone", () => {
  expect(commands(ci.jobs["test"])).toEqual([".ci/run"]);
  expect(ci.jobs["test"]?.permissions).toEqual({ contents: "read" });
});

test("a version tag is tested, checked and published with provenance; that job alone may sign", () => {
  expect(release["on"]).toEqual({ push: { tags: ["v*"] } });
  const { test: tested, publish } = release.jobs;
  expect(tested).toEqual({ uses: "./.github/workflows/ci.yml", permissions: { contents: "read" } });
  expect(publish).toMatchObject({
    needs: "test",
    permissions: { contents: "read", "id-token": "write" },
  });
  expect(commands(publish)).toEqual([
    'node scripts/check-release.mjs "$GITHUB_REF_NAME"',
    "npm ci --ignore-scripts",
    "npm publish --provenance --access public",
    "npm publish --workspace emulator --provenance --access public",
  ]);
});

test.each(["bug", "feature"])("the form for a %s asks in fields, each with an id of its own", (name) => {
  const form = read(`ISSUE_TEMPLATE/${name}.yml`);
  expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
  const fields = (
    form["body"] as { type: string; id?: string; attributes: Record<string, unknown> }[]
  ).filter(({ type }) => type !== "markdown");
  expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  for (const { type, attributes } of fields) {
    expect(["textarea", "input"]).toContain(type);
    expect(attributes["label"]).toEqual(expect.any(String));
  }
});
