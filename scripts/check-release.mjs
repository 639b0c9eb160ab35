/**
 * `node scripts/check-release.mjs v0.1.0`: whether the checkout in the current folder may be published under this tag.
 * Built-ins only: it runs before anything is installed.
 */
import { readFileSync } from "node:fs";
import { fail } from "./lib/fail.mjs";

const [tag = ""] = process.argv.slice(2);
const { version, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const emulator = JSON.parse(readFileSync("emulator/package.json", "utf8"));
const changelog = readFileSync("CHANGELOG.md", "utf8");

/** @returns {string | undefined} what the changelog says of the version */
function section() {
  const [, ...sections] = changelog.split(/^## /m);
  return sections.find((text) => text.startsWith(`[${version}]`));
}

const problems = [
  tag !== `v${version}` && `the tag is ${tag || "missing"}, but package.json has version ${version}`,
  !/^- /m.test(section() ?? "") && `CHANGELOG.md has nothing under "## [${version}]"`,
  !repository && 'package.json has no "repository", without which npm takes no provenance',
  !emulator.repository && 'emulator/package.json has no "repository", without which npm takes no provenance',
  emulator.version !== version &&
    `emulator/package.json has version ${emulator.version}, but package.json has version ${version}`,
  // This version and no earlier one: it uses what may be new in it.
  emulator.dependencies?.["pulumi-codechat"] !== `^${version}` &&
    `emulator/package.json has to depend on pulumi-codechat "^${version}"`,
].filter((problem) => problem !== false);

if (problems.length > 0) fail(new Error(problems.join("\n")));
else console.log(`${tag} may be published`);
