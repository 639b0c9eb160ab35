import { resolve } from "node:path";
import { Session } from "../core";
import { idProblems, type NamedInstances, namedInstances } from "../shared/instances/named-instances";
import { configOf, configureSession, type ServerOptions } from "../shared/instances/session";
import { Project } from "../shared/project/project";
import { isProjectFolder } from "../shared/project/stack-config";
import { chosenStacks } from "../shared/project/stacks";
import { usesColours } from "../shared/terminal/style";
import { listWebhooks } from "./list";
import { undeclaredIn, type WebhookList } from "./model";
import { renderJson, renderText } from "./report";
import { readSources, type Sources } from "./sources";

/** What `pulumi-codechat list` is asked for. */
export interface ListOptions extends ServerOptions {
  /** The folder of the project, if there is one. */
  readonly cwd: string;
  /** Names of stacks. Default: every stack of the project in the backend. */
  readonly stack?: readonly string[];
  /** Instance ids. Default, without {@link instances}: those that the stacks declare webhooks of. */
  readonly instance?: readonly string[];
  /** A file with more of them. */
  readonly instances?: string;
  /** Show only what nobody declares. */
  readonly undeclared?: true;
  /** Print the list as JSON. */
  readonly json?: true;
}

/**
 * Lists the live webhooks of instances, each with who declares it.
 *
 * @returns the exit status of the command: 1 on an error, 2 where `--undeclared` found some, else 0.
 * @throws Error where nothing can be read at all; it shows no token.
 */
export async function runList(options: ListOptions): Promise<number> {
  const list = await makeList(options);
  const { json, undeclared = false } = options;
  const columns = process.stdout.columns ?? Number.POSITIVE_INFINITY;
  process.stdout.write(
    json ? renderJson(list, undeclared) : renderText(list, { colours: usesColours(), columns, undeclared }),
  );
  if (list.errors.length > 0) return 1;
  return undeclared && undeclaredIn(list).length > 0 ? 2 : 0;
}

async function makeList(options: ListOptions): Promise<WebhookList> {
  const named = namedInstances(options.instance ?? [], options.instances);
  const areNamed = options.instance !== undefined || options.instances !== undefined;
  if (areNamed && named.ids.length === 0) throw new Error(`${options.instances}: names no instance`);
  const problems = idProblems(named.ids);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const ids = areNamed ? named.ids : undefined;
  if (!isProjectFolder(options.cwd)) {
    return { project: undefined, ...(await listWebhooks(withoutProject(options, named), ids)) };
  }
  const project = await Project.open(options.cwd);
  const stacks = await chosenStacks(project, options.stack);
  if (stacks.length === 0 && !areNamed) {
    throw new Error(
      `project ${project.name} has no stack in this backend, so it declares no instance: give --instance <id>, ` +
        "or choose another backend with `pulumi login`",
    );
  }
  const given = configOf(options, named);
  const read = await readSources(project, stacks, given);
  return { project: project.name, ...(await listWebhooks(areNamed ? withFallback(read, given) : read, ids)) };
}

function withoutProject(options: ListOptions, named: NamedInstances): Sources {
  const where = `there is no Pulumi.yaml in ${resolve(options.cwd)}`;
  if (options.stack !== undefined)
    throw new Error(`${where}, so no stack can be read: name the project's folder with --cwd`);
  if (named.ids.length === 0)
    throw new Error(
      `no instance is named, and ${where}: give --instance <id> or --instances <file>, or the project's folder with --cwd`,
    );
  if (options.undeclared)
    throw new Error(`who declares a webhook is not known: ${where}; name the project's folder with --cwd`);
  const session = configureSession(options, named);
  return { sources: [{ session, stack: undefined, webhooks: [] }], complete: false, errors: [] };
}

// Named instances are read all the same where no stack can say how.
function withFallback(read: Sources, given: Parameters<Session["configure"]>[0]): Sources {
  if (read.sources.some(({ session }) => session.settings.problems.length === 0)) return read;
  const session = new Session();
  session.configure(given);
  return { ...read, sources: [...read.sources, { session, stack: undefined, webhooks: [] }] };
}
