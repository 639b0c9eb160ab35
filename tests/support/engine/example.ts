import type { Emulator } from "../../../emulator/src";
import { Project } from "./project";

/** How an example is run. */
export interface ExampleOptions {
  readonly server: Emulator;
  /** Configuration beside `codechat:baseUrl`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Secret configuration. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where its `Pulumi.yaml` is. Default: in its folder. */
  readonly pulumiYaml?: "example" | "root";
  /** What is to be live in between. */
  readonly live: (project: Project) => void | Promise<void>;
}

/**
 * Runs an example as its README says: up, another up that finds nothing to do, destroy.
 *
 * @param example a folder of `examples/`.
 */
export async function runExample(
  example: string,
  { server, config = {}, secrets, pulumiYaml, live }: ExampleOptions,
): Promise<void> {
  const project = await Project.openExample(example, server, pulumiYaml);
  try {
    await project.createStack({ "codechat:baseUrl": server.url, ...config }, secrets);
    await project.pulumi("up", "--yes", "--skip-preview");
    await live(project);
    const again = await project.pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    expect(again.calls).toEqual([]);
    await project.pulumi("destroy", "--yes", "--skip-preview");
  } finally {
    await project.close();
  }
}
