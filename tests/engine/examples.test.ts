import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const EXAMPLES = resolve(__dirname, "../../examples");

const folders = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("every folder of examples/", () => {
  test.each(folders)("%s is run by a test of its own", (folder) => {
    expect(existsSync(join(__dirname, "examples", `${folder}.test.ts`))).toBe(true);
  });
});
