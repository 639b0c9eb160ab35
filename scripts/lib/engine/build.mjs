/** Builds the engine from its Go modules, for machines that have a Go module proxy but not the download site. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { run, tail } from "../command.mjs";
import { timed } from "../progress.mjs";
import { ENGINE_VERSION, ROOT } from "../project.mjs";
import { binFolder, CLI, DYNAMIC_PROVIDER, LANGUAGE_HOST } from "./locate.mjs";

/** The pinned modules: go.mod and go.sum of each binary. */
const MODULES = path.join(ROOT, "scripts", "engine");
const SDK = "github.com/pulumi/pulumi/sdk/v3";

/** Why the build stopped. */
class BuildFailure extends Error {}

/**
 * @param {string} module a folder of `scripts/engine`
 * @param {readonly string[]} args
 * @returns {Promise<string>} stdout
 */
async function go(module, args) {
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  const result = await run("go", args, { cwd: path.join(MODULES, module), env });
  if (result.status !== 0) throw new BuildFailure(`go ${args[0]} failed:\n${tail(result.output)}`);
  return result.stdout.trim();
}

/** go.mod pins the engine a second time; a launcher of another version would not find what is built here. */
function checkPin() {
  const pins = readFileSync(path.join(MODULES, "cli", "go.mod"), "utf8");
  if (!pins.includes(`github.com/pulumi/pulumi/pkg/v3 v${ENGINE_VERSION}\n`)) {
    throw new BuildFailure(
      `scripts/engine/cli/go.mod pins another version than package.json (pulumi ${ENGINE_VERSION}); ` +
        `run: cd scripts/engine/cli && go get github.com/pulumi/pulumi/pkg/v3@v${ENGINE_VERSION} && go mod tidy`,
    );
  }
}

/**
 * @param {string} bin
 * @returns {Promise<void>}
 */
async function buildAll(bin) {
  mkdirSync(bin, { recursive: true });
  const flags = ["build", "-mod=readonly", "-buildvcs=false", "-trimpath", "-o"];
  await go("language-host", [
    ...flags,
    path.join(bin, LANGUAGE_HOST),
    "-ldflags=-s -w",
    `${SDK}/nodejs/cmd/pulumi-language-nodejs`,
  ]);
  await go("cli", [
    ...flags,
    path.join(bin, CLI),
    `-ldflags=-s -w -X ${SDK}/go/common/version.Version=v${ENGINE_VERSION}`,
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ]);
  const sdk = await go("cli", ["list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK]);
  const plugin = path.join(bin, DYNAMIC_PROVIDER);
  copyFileSync(path.join(sdk, "nodejs", "dist", DYNAMIC_PROVIDER), plugin);
  chmodSync(plugin, 0o755);
}

/**
 * Builds the engine, the language host and the dynamic provider's launcher.
 * @param {string} home where to put them, laid out like ~/.pulumi
 * @param {import("../progress.mjs").Log} log
 * @returns {Promise<string | undefined>} why it could not be built
 */
export async function build(home, log) {
  const { status } = await run("go", ["version"], { timeoutMs: 30_000 });
  if (status !== 0) return "Go is not installed";
  const text = {
    what: `building the Pulumi engine ${ENGINE_VERSION} from Go modules`,
    usually: "3 to 6 minutes on two cores (once)",
    done: "engine: built",
  };
  try {
    checkPin();
    await timed(log, text, () => buildAll(binFolder(home)));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
