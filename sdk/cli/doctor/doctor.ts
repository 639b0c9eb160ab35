import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { readSettings } from "../../../provider/config/settings";
import { Session } from "../../../provider/webhook/session";
import { idProblems } from "../instances";
import { readManifest } from "../manifest";
import { checkBackend } from "./backend";
import { checkSettings, readStackConfiguration, type StackConfiguration } from "./configuration";
import { type Finding, findingsOf } from "./finding";
import { checkInstances } from "./instances";
import { checkEngine, checkNode, checkPackages } from "./runtime";
import { checkServer } from "./server";

/** What `pulumi-codechat doctor` is asked for. */
export interface DoctorOptions {
  /** The project's folder. */
  readonly cwd: string;
  /** The stack whose configuration counts. Default: the selected one. */
  readonly stack?: string;
  /** Instances to try the tokens of. Default: those that `codechat:tokens` names. */
  readonly instance?: readonly string[];
}

// A person waits for the answer: one more attempt, and no minute for a server that hangs.
const PATIENCE: Readonly<Record<string, string>> = {
  "codechat:maxRetries": "1",
  "codechat:timeoutSeconds": "20",
};

/**
 * Looks at all that a stack needs to reach its webhooks, and changes nothing. A check that fails does
 * not keep the others from being made.
 *
 * @throws Error where an instance id cannot be used, or the folder is missing.
 */
export async function diagnose(options: DoctorOptions): Promise<Finding[]> {
  const { instance = [], stack } = options;
  const unusable = idProblems(instance);
  if (unusable.length > 0) throw new Error(unusable.join("\n"));
  const cwd = resolve(options.cwd);
  if (!existsSync(cwd)) throw new Error(`there is no folder ${cwd}; name the project's with --cwd`);
  const manifest = readManifest();
  const isProject = ["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(resolve(cwd, name)));
  const findings = [checkNode(manifest), ...(isProject ? checkPackages(manifest, cwd) : [])];

  const engine = await checkEngine(manifest);
  findings.push(engine);
  const workspace = engine.status === "failure" ? undefined : await LocalWorkspace.create({ workDir: cwd });
  if (workspace) findings.push(await checkBackend(workspace));
  const configuration =
    workspace && isProject
      ? await readStackConfiguration(workspace, stack)
      : environmentAlone(cwd, isProject, stack);
  findings.push(...configuration.findings);

  const { lookup } = configuration;
  findings.push(...checkSettings(readSettings(lookup, process.env)));
  const session = new Session();
  session.configure((key) => PATIENCE[key] ?? lookup(key));
  const { baseUrl, ca, problems, tokens } = session.settings;
  if (baseUrl === undefined) return findings;
  const server = await checkServer(baseUrl, ca, () => session.clock.now());
  findings.push(...server.findings);
  // Settings that cannot be used are reported already, and no call is made with them.
  if (problems.length > 0) return findings;
  const ids = instance.length > 0 ? instance : [...tokens.keys()];
  return [...findings, ...(await checkInstances(session, ids, server.reachable))];
}

function environmentAlone(cwd: string, isProject: boolean, stack: string | undefined): StackConfiguration {
  const { ok, warning, failure } = findingsOf("configuration");
  const noProject = `${cwd} has no Pulumi.yaml`;
  const finding = isProject
    ? warning("no stack's configuration was read: there is no engine", "install the engine first")
    : stack === undefined
      ? ok(`${noProject}: the environment alone is looked at`)
      : failure(`${noProject}, so stack ${stack} cannot be read`, "name the project's folder with --cwd");
  return { lookup: () => undefined, findings: [finding] };
}
