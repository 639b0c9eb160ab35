import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SCRIPT = resolve(__dirname, "../../../scripts/check-release.mjs");
const MANIFEST = { version: "1.2.0", repository: "github:example/webhooks" };
const EMULATOR = { ...MANIFEST, dependencies: { "pulumi-codechat": "^1.2.0" } };
const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2030-01-01\n\n### Added\n\n- A thing.\n";

/** What the check of a release says; undefined where it has nothing against it. */
function check(
  tag: string,
  manifest: object = MANIFEST,
  changelog = CHANGELOG,
  emulator: object = EMULATOR,
): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "codechat-release-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    mkdirSync(join(folder, "emulator"));
    writeFileSync(join(folder, "emulator", "package.json"), JSON.stringify(emulator));
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
    expect(check("v1.2.0", { version: "1.2.0" })).toContain('package.json has no "repository"');
  });

  test("is refused where the local server has another version", () => {
    const emulator = { ...EMULATOR, version: "1.1.0" };
    expect(check("v1.2.0", MANIFEST, CHANGELOG, emulator)).toBe(
      "emulator/package.json has version 1.1.0, but package.json has version 1.2.0",
    );
  });

  test.each([{ "pulumi-codechat": "^1.1.0" }, { "pulumi-codechat": "^2.0.0" }, {}, undefined])(
    "is refused where the local server depends on %j, an earlier or another version",
    (dependencies) => {
      expect(check("v1.2.0", MANIFEST, CHANGELOG, { ...EMULATOR, dependencies })).toBe(
        'emulator/package.json has to depend on pulumi-codechat "^1.2.0"',
      );
    },
  );

  test("is refused without a repository of the local server", () => {
    const { repository, ...emulator } = EMULATOR;
    expect(check("v1.2.0", MANIFEST, CHANGELOG, emulator)).toContain(
      'emulator/package.json has no "repository"',
    );
  });
});
