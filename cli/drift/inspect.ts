import { Session } from "../core";
import { configIn } from "../stack-config";
import { exportedResources } from "./exported";
import { lookAt } from "./look";
import type { CheckedWebhook, StackReport } from "./model";
import { type Subject, subjectsOf } from "./subjects";

/** Where the state and the configuration of stacks come from. */
export interface StackSource {
  /** The folder of the project's program; a relative `codechat:caFile` begins there. */
  readonly programFolder: string;
  /** The stack's deployment as the engine exports it, secrets in plain text. */
  state(stack: string): Promise<unknown>;
  /** The stack's configuration as it is now, by full key, secrets in plain text. */
  config(stack: string): Promise<ReadonlyMap<string, string>>;
}

/** What is told while a stack is inspected. */
export interface InspectionListener {
  /** So many webhooks are to be looked at. */
  found(webhooks: number): void;
  /** One of them was. */
  looked(webhook: CheckedWebhook): void;
}

/**
 * Looks at every live webhook of a stack with today's configuration, `codechat:maxConcurrency` at once,
 * and compares it with what state declares. Changes nothing, and never throws: errors are in the report.
 */
export async function inspectStack(
  source: StackSource,
  stack: string,
  listener: InspectionListener,
): Promise<StackReport> {
  try {
    const [state, config] = await Promise.all([source.state(stack), source.config(stack)]);
    const session = new Session();
    session.configure(configIn(source.programFolder, (key) => config.get(key)));
    const { problems } = session.settings;
    if (problems.length > 0) return { stack, webhooks: [], errors: problems };
    const { subjects, errors } = subjectsIn(state);
    listener.found(subjects.length);
    const look = async (subject: Subject) => {
      const webhook = await lookAt(session, subject);
      listener.looked(webhook);
      return webhook;
    };
    const webhooks = await Promise.all(subjects.map(look));
    return { stack, webhooks, errors };
  } catch (error) {
    return { stack, webhooks: [], errors: [error instanceof Error ? error.message : String(error)] };
  }
}

function subjectsIn(state: unknown): { subjects: Subject[]; errors: string[] } {
  const subjects: Subject[] = [];
  const errors: string[] = [];
  for (const resource of exportedResources(state)) {
    try {
      subjects.push(...subjectsOf(resource));
    } catch {
      // What does not fit may be secret.
      errors.push(
        `the state of ${resource.type} "${resource.name}" is not as this version of pulumi-codechat writes it; ` +
          "run the command of the version that last deployed the stack, or `pulumi up` with this one first",
      );
    }
  }
  return { subjects, errors };
}
