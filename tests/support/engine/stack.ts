import {
  CommandError,
  type ConfigMap,
  type DestroyOptions,
  LocalWorkspace,
  type PreviewOptions,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import type { Emulator } from "../../../emulator/src";
import { type Outcome, observe } from "./outcome";
import { Project } from "./project";

/** A program: declares resources. */
export type Program = () => void;

/** A webhook as it stands in state. */
export interface ResourceInState {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** A stack whose programs are functions, run by the real engine through the Automation API. */
export class TestStack {
  private constructor(
    readonly project: Project,
    private readonly stack: Stack,
    private readonly server: Emulator,
  ) {}

  /** Creates the stack `test` in a project of its own. */
  static async create(server: Emulator, config: ConfigMap = {}): Promise<TestStack> {
    const project = await Project.open({ server });
    const stack = await LocalWorkspace.createStack(
      { stackName: "test", projectName: "codechat-test", program: async () => {} },
      { workDir: project.folder, envVars: project.env },
    );
    await stack.setAllConfig(config);
    return new TestStack(project, stack, server);
  }

  /** Sets configuration. */
  async configure(config: ConfigMap): Promise<void> {
    await this.stack.setAllConfig(config);
  }

  /** `pulumi up` */
  up(program: Program, options: UpOptions = {}): Promise<Outcome> {
    return this.observe((prints) => this.stack.up({ ...options, ...prints, program: asynchronous(program) }));
  }

  /** `pulumi preview` */
  preview(program: Program, options: PreviewOptions = {}): Promise<Outcome> {
    return this.observe((prints) =>
      this.stack.preview({ ...options, ...prints, program: asynchronous(program) }),
    );
  }

  /** `pulumi refresh`, which runs no program. */
  refresh(options: RefreshOptions = {}): Promise<Outcome> {
    return this.observe((prints) => this.stack.refresh({ ...options, ...prints }));
  }

  /** `pulumi destroy` */
  destroy(options: DestroyOptions = {}): Promise<Outcome> {
    return this.observe((prints) => this.stack.destroy({ ...options, ...prints }));
  }

  /** The webhooks and fleets in state. */
  async resources(): Promise<ResourceInState[]> {
    const { deployment } = await this.stack.exportStack();
    const resources: ResourceInState[] = deployment.resources ?? [];
    return resources.filter(({ type }) => /:Webhook(Fleet)?$/.test(type));
  }

  /** Removes the project's folder. */
  async close(): Promise<void> {
    await this.project.close();
  }

  private observe(
    command: (prints: {
      color: "never";
      onOutput: (text: string) => void;
      onError: (text: string) => void;
    }) => Promise<unknown>,
  ): Promise<Outcome> {
    return observe(this.server, async (print) => {
      const note = (text: string) => {
        this.project.notePrinted(text);
        print(text);
      };
      try {
        await command({ color: "never", onOutput: note, onError: note });
        return true;
      } catch (error) {
        if (error instanceof CommandError) return false;
        throw error;
      }
    });
  }
}

function asynchronous(program: Program): () => Promise<void> {
  return async () => program();
}
