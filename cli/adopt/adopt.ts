import { basename, relative, resolve } from "node:path";
import type { Settings } from "../core";
import { type NamedInstances, namedInstances } from "../shared/instances/named-instances";
import { configureSession, type ServerOptions } from "../shared/instances/session";
import { readManifest } from "../shared/manifest";
import { formatCount } from "../shared/terminal/words";
import { type AdoptedWebhook, declareWebhook, type LeftOut } from "./declaration";
import { type Grouping, groupIntoFleets } from "./fleets";
import { slug } from "./names";
import type { StackNeeds } from "./next-steps";
import { type Program, writeProgram } from "./program";
import { gitignore, type ProjectFacts, packageJson, pulumiYaml, tsconfigJson } from "./project";
import { type InstanceWebhooks, readInstances } from "./read-instances";
import { readme } from "./readme";
import { prepareStack } from "./stack";
import { type Files, refuseOverwriting, writeFiles } from "./write";

/** What `pulumi-codechat adopt` is asked for. */
export interface AdoptOptions extends ServerOptions {
  /** Instance ids. */
  readonly instance?: readonly string[];
  /** A file with more of them. */
  readonly instances?: string;
  /** The project's folder. */
  readonly out: string;
  /** The stack to create and to set the secrets of. Default: none is created. */
  readonly stack?: string;
  readonly force?: true;
  /** The fewest instances that make a fleet; `Infinity` makes none. */
  readonly fleetFrom: number;
}

/** What was read and written. */
export interface Adoption {
  readonly files: readonly string[];
  /** How many instances were read. */
  readonly instances: number;
  readonly grouping: Grouping;
  readonly leftOut: readonly LeftOut[];
  readonly needs: StackNeeds;
}

const FILE_NAMES = ["Pulumi.yaml", "index.ts", "package.json", "tsconfig.json", ".gitignore", "README.md"];

/**
 * Reads the live webhooks of instances and writes a project that declares them as they are. Nothing
 * is written where one instance cannot be read, or a file is in the way.
 *
 * @param log gets progress, a line each.
 * @throws Error that says what is in the way, what is now true and what to do.
 */
export async function adopt(options: AdoptOptions, log: (line: string) => void): Promise<Adoption> {
  const { out, force = false, stack } = options;
  const named = namedInstances(options.instance ?? [], options.instances);
  if (named.ids.length === 0)
    throw new Error("no instance is named: give --instance <id>, or --instances <file>");
  const session = configureSession(options, named);
  refuseOverwriting(out, FILE_NAMES, force);

  const { settings } = session;
  log(`reading ${formatCount(named.ids.length, "instance")} of ${settings.baseUrl}`);
  const { adopted, leftOut } = declareAll(await readInstances(session, named.ids));
  const grouping = groupIntoFleets(adopted, options.fleetFrom);
  const program = writeProgram(grouping, leftOut);
  const needs = needsOf(options, named, program);
  writeFiles(out, filesOf(program, factsOf(options, settings, named), needs), force);

  if (stack !== undefined) {
    log(`creating stack ${stack} and setting its secrets`);
    await prepareStack(out, stack, secretsOf(settings, named, program)).catch((error: Error) => {
      throw new Error(
        `${error.message}\nnow: the project stands in ${out}, but stack ${stack} does not have its secrets\n` +
          `next: run the commands in ${out}/README.md`,
      );
    });
  }
  return { files: FILE_NAMES, instances: named.ids.length, grouping, leftOut, needs };
}

function declareAll(found: readonly InstanceWebhooks[]) {
  const declared = found.flatMap(({ instanceId, webhooks }) =>
    webhooks.map((webhook) => declareWebhook(instanceId, webhook)),
  );
  const adopted: AdoptedWebhook[] = declared.flatMap((one) => ("adopted" in one ? one.adopted : []));
  const leftOut: LeftOut[] = declared.flatMap((one) => ("leftOut" in one ? one.leftOut : []));
  return { adopted, leftOut };
}

function needsOf(options: AdoptOptions, named: NamedInstances, { secretUrls }: Program): StackNeeds {
  const { out, stack, instances } = options;
  return {
    folder: out,
    stack,
    tokensFile:
      named.tokens && instances !== undefined ? relative(resolve(out), resolve(instances)) : undefined,
    usesEnvironment: usesEnvironment(named),
    secretUrlKeys: [...secretUrls.keys()],
  };
}

function factsOf(
  { out, caFile, instances }: AdoptOptions,
  { baseUrl = "" }: Settings,
  named: NamedInstances,
) {
  const inProject = (file: string) => relative(resolve(out), resolve(file));
  const tokensFile = named.tokens && instances !== undefined ? inProject(instances) : "..";
  return {
    name: slug(basename(resolve(out))) || "codechat-webhooks",
    baseUrl,
    caFile: caFile === undefined ? undefined : inProject(caFile),
    tokensInside: tokensFile.startsWith("..") ? undefined : tokensFile,
  } satisfies ProjectFacts;
}

function filesOf(program: Program, facts: ProjectFacts, needs: StackNeeds): Files {
  const manifest = readManifest();
  return {
    "Pulumi.yaml": pulumiYaml(facts),
    "index.ts": program.text,
    "package.json": packageJson(facts, manifest),
    "tsconfig.json": tsconfigJson(),
    ".gitignore": gitignore(facts),
    "README.md": readme(facts, needs, manifest),
  };
}

function secretsOf(settings: Settings, named: NamedInstances, { secretUrls }: Program): Map<string, string> {
  const token = usesEnvironment(named) ? settings.token : undefined;
  return new Map([
    ...(named.tokens ? [["codechat:tokens", JSON.stringify(named.tokens)] as const] : []),
    ...(token === undefined ? [] : [["codechat:token", token] as const]),
    ...secretUrls,
  ]);
}

function usesEnvironment({ ids, tokens = {} }: NamedInstances): boolean {
  return ids.some((id) => !Object.hasOwn(tokens, id));
}
