import { resolve } from "node:path";
import { type EngineEvent, LocalWorkspace, Stack } from "@pulumi/pulumi/automation";
import * as v from "valibot";
import { messageOf } from "../../core";
import { ENGINE_IS_MISSING, engineWords, INSTALL_ENGINE } from "./engine-words";
import { programFolder } from "./stack-config";
import type { StackSource } from "./stack-source";

const exportedDeployment = v.object({ deployment: v.unknown() });

/** A Pulumi project on this machine, through the engine's Automation API. */
export class Project implements StackSource {
  private constructor(
    readonly programFolder: string,
    /** As `Pulumi.yaml` says. */
    readonly name: string,
    private readonly workspace: LocalWorkspace,
  ) {}

  /**
   * Opens the project of a folder.
   *
   * @throws Error where it has no `Pulumi.yaml`, or where there is no engine.
   */
  static async open(cwd: string): Promise<Project> {
    const folder = resolve(cwd);
    const workspace = await LocalWorkspace.create({ workDir: folder }).catch((error: unknown) => {
      throw openError(error, folder);
    });
    // Every command names its stack; to select one would change which one the person has selected.
    workspace.selectStack = async () => {};
    const { name, main } = await workspace.projectSettings().catch(() => {
      throw new Error(`there is no Pulumi.yaml in ${folder}; name the project's folder with --cwd`);
    });
    return new Project(programFolder(folder, main), name, workspace);
  }

  /** Names of the project's stacks in the backend, sorted. @throws Error where the backend cannot be read */
  async stacks(): Promise<string[]> {
    const stacks = await explained(this.workspace.listStacks());
    return stacks.map(({ name }) => name).sort();
  }

  /** The stack that the person has selected in this folder; `undefined` where none is. */
  async selectedStack(): Promise<string | undefined> {
    return (await explained(this.workspace.stack()))?.name;
  }

  async state(stack: string): Promise<unknown> {
    const exported = await explained(this.workspace.exportStack(stack));
    return v.parse(exportedDeployment, exported).deployment;
  }

  async config(stack: string): Promise<ReadonlyMap<string, string>> {
    const config = await explained(this.workspace.getAllConfig(stack));
    return new Map(Object.entries(config).map(([key, { value }]) => [key, value]));
  }

  /**
   * `pulumi up --refresh --run-program`: reads what is live with today's configuration, and settles it.
   *
   * @param signal ends it as Ctrl-C does: the engine finishes what it has begun.
   * @returns what went wrong; empty where nothing did.
   */
  async up(stack: string, signal: AbortSignal): Promise<string[]> {
    const errors = new ErrorsOfUpdate();
    const onEvent = (event: EngineEvent) => errors.note(event);
    const options = { refresh: true, runProgram: true, color: "never", onEvent, signal } as const;
    try {
      const selected = await Stack.select(stack, this.workspace);
      // The refresh of an update takes drift into state, even where the program fails after it: it is to fail here.
      await selected.preview(options);
      await selected.up({ ...options, continueOnError: true });
      return [];
    } catch (error) {
      return errors.orElse(engineWords(error));
    }
  }
}

/** What the engine says that went wrong, at the resources first. */
class ErrorsOfUpdate {
  private readonly texts = new Set<string>();

  note({ diagnosticEvent }: EngineEvent): void {
    if (diagnosticEvent?.severity !== "error") return;
    // The stack only repeats that there were errors.
    const { urn = "", message } = diagnosticEvent;
    const resource = urn.includes("pulumi:pulumi:Stack") ? "" : urn.slice(urn.lastIndexOf("::") + 2);
    const text = message.replaceAll(/<\{%.*?%\}>/g, "").trim();
    if (text !== "") this.texts.add(resource === "" ? text : `${resource}: ${text}`);
  }

  orElse(text: string): string[] {
    return this.texts.size > 0 ? [...this.texts] : [text];
  }
}

async function explained<T>(command: Promise<T>): Promise<T> {
  return command.catch((error: unknown) => {
    throw new Error(engineWords(error), { cause: error });
  });
}

function openError(error: unknown, folder: string): Error {
  const message = messageOf(error);
  if (/ENOENT/.test(message)) return new Error(`${ENGINE_IS_MISSING}; ${INSTALL_ENGINE}`);
  if (message.startsWith("Invalid workDir")) return new Error(`there is no folder ${folder}`);
  return new Error(message);
}
