import type { ConfigMap, LocalWorkspace } from "@pulumi/pulumi/automation";
import { type ConfigLookup, type Settings, unknownKeys } from "../core";
import { configIn, programFolder } from "../shared/project/stack-config";
import { wordsOf } from "./backend";
import { type Finding, findingsOf } from "./finding";

/** The configuration of a stack, or none: then the environment alone counts. */
export interface StackConfiguration {
  readonly lookup: ConfigLookup;
  /** The stack whose configuration was read. */
  readonly stack?: string;
  /** Whether it may say more than what was read. */
  readonly isUnread: boolean;
  readonly findings: readonly Finding[];
}

const SET_BASE_URL =
  "run `pulumi config set codechat:baseUrl https://…`, or set the environment variable CODECHAT_BASE_URL";
const NO_CONFIGURATION: ConfigLookup = () => undefined;

/**
 * Reads the configuration of a stack through the engine, which decrypts its secrets.
 *
 * @param stack its name; `undefined` for the selected one.
 */
export async function readStackConfiguration(
  workspace: LocalWorkspace,
  stack: string | undefined,
): Promise<StackConfiguration> {
  const { ok, warning, failure } = findingsOf("configuration");
  try {
    const name = stack ?? (await workspace.stack())?.name;
    if (name === undefined) {
      const findings = [
        warning("no stack is selected: the environment alone is looked at", "name one with --stack"),
      ];
      return { lookup: NO_CONFIGURATION, isUnread: true, findings };
    }
    const config = await workspace.getAllConfig(name);
    const { main, name: project } = await workspace.projectSettings();
    const lookup = configIn(programFolder(workspace.workDir, main), (key) => config[key]?.value);
    const read = ok(`the configuration of stack ${name} can be read`);
    const findings = [read, ...plainTokens(config), ...keysWithoutEffect(config, project)];
    return { lookup, stack: name, isUnread: false, findings };
  } catch (error) {
    const which = stack === undefined ? "the selected stack" : `stack ${stack}`;
    const finding = failure(
      `the configuration of ${which} cannot be read: ${wordsOf(error)}`,
      "check the stack's name, and PULUMI_CONFIG_PASSPHRASE (or the stack's own secrets provider)",
    );
    return { lookup: NO_CONFIGURATION, isUnread: true, findings: [finding] };
  }
}

/**
 * What is wrong with the settings that are in force.
 *
 * @param isUnread whether the stack's configuration could not be read: a server may stand there.
 * @param namesServers whether every instance that is looked at names its server itself.
 */
export function checkSettings(
  { problems, baseUrl }: Settings,
  { isUnread, namesServers }: { readonly isUnread: boolean; readonly namesServers: boolean },
): Finding[] {
  const { ok, failure } = findingsOf("configuration");
  const wrong = problems.map((problem) =>
    failure(problem, "set it right with `pulumi config set`, or in the environment"),
  );
  if (baseUrl !== undefined) return [ok(`the server is ${baseUrl}`), ...wrong];
  if (problems.some((problem) => /^(codechat:baseUrl|CODECHAT_BASE_URL)/.test(problem))) return wrong;
  if (namesServers) return [ok("every resource names its server itself"), ...wrong];
  if (!isUnread) return [failure("no server is configured", SET_BASE_URL), ...wrong];
  const unseen = findingsOf("server").warning(
    "the server was not looked at: its address is in what could not be read",
    "let the stack's configuration be read first, or set CODECHAT_BASE_URL",
  );
  return [unseen, ...wrong];
}

function keysWithoutEffect(config: ConfigMap, project: string): Finding[] {
  const { warning } = findingsOf("configuration");
  return unknownKeys(Object.keys(config), project).map((text) =>
    warning(text, "set the right one, and take this one away with `pulumi config rm`"),
  );
}

function plainTokens(config: ConfigMap): Finding[] {
  const { failure } = findingsOf("configuration");
  return ["codechat:token", "codechat:tokens"]
    .filter((key) => config[key] && !config[key].secret)
    .map((key) =>
      failure(
        `${key} is in plain configuration, which the engine copies into state`,
        `set it as a secret: \`pulumi config set --secret ${key}\`; change the token where the file was ever committed`,
      ),
    );
}
