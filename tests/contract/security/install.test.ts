import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../../..");
const RUN_ON_INSTALL = [
  "preinstall",
  "install",
  "postinstall",
  "preprepare",
  "prepare",
  "postprepare",
  "prepublish",
];

interface LockedPackage {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

function read(file: string) {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}

test("the package runs nothing when it is installed", () => {
  const { scripts } = read("package.json");
  expect(RUN_ON_INSTALL.filter((name) => name in scripts)).toEqual([]);
});

test("nor does anything that it brings along", () => {
  const packages: [string, LockedPackage][] = Object.entries(read("package-lock.json").packages);
  const brought = packages.filter(
    ([path, { dev, peer, devOptional, link }]) => path !== "" && !(dev || peer || devOptional || link),
  );
  expect(brought.length).toBeGreaterThan(10);
  expect(brought.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([]);
});
