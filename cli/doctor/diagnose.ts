import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { type ConfigLookup, type ConnectionInputs, readSettings, resolveBaseUrl, Session } from "../core";
import { idProblems } from "../shared/instances/named-instances";
import { readManifest } from "../shared/manifest";
import { withoutDoubles } from "../shared/project/declared-instances";
import { isProjectFolder } from "../shared/project/stack-config";
import { checkBackend } from "./backend";
import { checkSettings, readStackConfiguration, type StackConfiguration } from "./configuration";
import { readDeclaredInstances } from "./declared";
import { type Finding, findingsOf } from "./finding";
import { checkInstances } from "./instances";
import { checkEngine, checkNode, checkPackages } from "./runtime";
import { checkServer } from "./server";

/** What is looked at. */
export interface DiagnosisOptions {
  /** The project's folder. */
  readonly cwd: string;
  /** The stack whose configuration counts. Default: the selected one. */
  readonly stack?: string;
  /** Instances to try the tokens of. Default: those in the stack's state, and those that `codechat:tokens` names. */
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
export async function diagnose(options: DiagnosisOptions): Promise<Finding[]> {
  const { instance = [], stack } = options;
  const unusable = idProblems(instance);
  if (unusable.length > 0) throw new Error(unusable.join("\n"));
  const cwd = resolve(options.cwd);
  if (!existsSync(cwd)) throw new Error(`there is no folder ${cwd}; name the project's with --cwd`);
  const manifest = readManifest();
  const isProject = isProjectFolder(cwd);
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

  const { lookup, isUnread } = configuration;
  const settings = readSettings(lookup, process.env);
  const declared =
    workspace && configuration.stack !== undefined && instance.length === 0
      ? await readDeclaredInstances(workspace, configuration.stack)
      : { instances: [], findings: [] };
  const named = (instance.length > 0 ? instance : [...settings.tokens.keys()]).map(toConnection);
  const instances = withoutDoubles([...declared.instances, ...named]);
  const namesServers = instances.length > 0 && instances.every(({ baseUrl }) => baseUrl !== undefined);
  findings.push(...checkSettings(settings, { isUnread, namesServers }), ...declared.findings);
  return [...findings, ...(await checkLive(lookup, instances))];
}

/** What can be seen of servers and instances over the network. */
async function checkLive(lookup: ConfigLookup, instances: readonly ConnectionInputs[]): Promise<Finding[]> {
  const session = new Session();
  session.configure((key) => PATIENCE[key] ?? lookup(key));
  const { settings } = session;
  const servers = new Set(
    [settings.baseUrl, ...instances.map((each) => resolveBaseUrl(settings, each))].filter(
      (baseUrl) => baseUrl !== undefined,
    ),
  );
  const findings: Finding[] = [];
  const reachable = new Set<string>();
  for (const baseUrl of servers) {
    const server = await checkServer(baseUrl, settings.ca, () => session.clock.now());
    findings.push(...server.findings);
    if (server.reachable) reachable.add(baseUrl);
  }
  // Settings that cannot be used are reported already, and no call is made with them.
  if (servers.size === 0 || settings.problems.length > 0) return findings;
  return [...findings, ...(await checkInstances(session, instances, reachable))];
}

function toConnection(instanceId: string): ConnectionInputs {
  return { instanceId };
}

function environmentAlone(cwd: string, isProject: boolean, stack: string | undefined): StackConfiguration {
  const { ok, warning, failure } = findingsOf("configuration");
  const noProject = `${cwd} has no Pulumi.yaml`;
  const finding = isProject
    ? warning("no stack's configuration was read: there is no engine", "install the engine first")
    : stack === undefined
      ? ok(`${noProject}: the environment alone is looked at`)
      : failure(`${noProject}, so stack ${stack} cannot be read`, "name the project's folder with --cwd");
  return { lookup: () => undefined, isUnread: isProject || stack !== undefined, findings: [finding] };
}
