import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isFoundFrom, isProgramOfEngine } from "../../sdk/installation";

test.each<[string | undefined, boolean]>([
  ["/shop/node_modules/@pulumi/pulumi/cmd/run/index.js", true],
  ["C:\\shop\\node_modules\\@pulumi\\pulumi\\cmd\\run\\index.js", true],
  ["/shop/node_modules/.pnpm/@pulumi+pulumi@3.255.0/node_modules/@pulumi/pulumi/cmd/run/index.js", true],
  ["/shop/deploy.js", false],
  ["/shop/node_modules/jest/bin/jest.js", false],
  [undefined, false],
])("a process whose main module is %s runs a program of the engine: %s", (mainModule, expected) => {
  expect(isProgramOfEngine(mainModule)).toBe(expected);
});

describe("a module", () => {
  let top: string;
  beforeAll(async () => {
    top = await realpath(await mkdtemp(join(tmpdir(), "codechat-installed-")));
    const store = join(top, "store/some-package");
    await mkdir(store, { recursive: true });
    const manifest = {
      name: "some-package",
      version: "1.0.0",
      exports: { "./provider": "./provider.js" },
    };
    await writeFile(join(store, "package.json"), JSON.stringify(manifest));
    await writeFile(join(store, "provider.js"), "");
    for (const folder of ["stack/node_modules", "stack/src", "library/node_modules", "other"]) {
      await mkdir(join(top, folder), { recursive: true });
    }
    // As pnpm lays it out: links into a store.
    await symlink(store, join(top, "stack/node_modules/some-package"));
    await symlink(store, join(top, "library/node_modules/some-package"));
    await symlink(join(top, "library"), join(top, "other/library"));
  });
  afterAll(() => rm(top, { recursive: true, force: true }));

  test.each<[string, boolean]>([
    ["stack", true],
    ["stack/src", true],
    ["other", false],
  ])("is found from %s: %s", (folder, expected) => {
    expect(isFoundFrom("some-package/provider", join(top, folder))).toBe(expected);
  });
});
