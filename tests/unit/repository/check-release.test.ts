import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SCRIPT = resolve(__dirname, "../../../scripts/check-release.mjs");
const MANIFEST = { version: "1.2.0", repository: "github:example/webhooks" };
const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2030-01-01\n\n### Added\n\n- A thing.\n";

/** What the check of a release says; undefined where it has nothing against it. */
function check(tag: string, manifest: object = MANIFEST, changelog = CHANGELOG): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "codechat-release-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "CHANGELOG.md"), changelog);
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT, tag], { cwd: folder, encoding: "utf8" });
    return status === 0 ? undefined : stderr.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("a release", () => {
  test("may be published where tag, version and changelog agree", () => {
    expect(check("v1.2.0")).toBeUndefined();
  });

  test("is refused with a tag of another version", () => {
    expect(check("v1.2.1")).toBe("the tag is v1.2.1, but package.json has version 1.2.0");
    expect(check("1.2.0")).toContain("the tag is 1.2.0");
    expect(check("")).toContain("the tag is missing");
  });

  test("is refused where the changelog has no section for it, or an empty one", () => {
    const refusal = 'CHANGELOG.md has nothing under "## [1.2.0]"';
    expect(check("v1.2.0", MANIFEST, CHANGELOG.replace("[1.2.0]", "[1.1.0]"))).toBe(refusal);
    expect(check("v1.2.0", MANIFEST, "## [1.2.0]\n\n## [1.1.0]\n\n- A thing.\n")).toBe(refusal);
  });

  test("is refused without a repository, which the provenance names", () => {
    expect(check("v1.2.0", { version: "1.2.0" })).toContain('no "repository"');
  });
});
