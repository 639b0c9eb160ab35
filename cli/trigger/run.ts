import { checkArguments, sampleDelivery, showUrl, WEBHOOK_ARGUMENTS } from "../core";
import { declaredWebhooksIn } from "../shared/project/declared-webhooks";
import { Project } from "../shared/project/project";
import { chosenStacks } from "../shared/project/stacks";
import { usesColours } from "../shared/terminal/style";
import { parseEvent } from "./event";
import { isDelivered, renderJson, renderText } from "./report";
import { send } from "./send";
import { chooseWebhook, objectionsTo, type Target, targetOf, type Wanted } from "./target";

/** What `pulumi-codechat trigger` is asked for. */
export interface TriggerOptions extends Wanted {
  /** The folder of the project. */
  readonly cwd: string;
  /** The stack that declares the webhook. Default: the selected one, else the only one. */
  readonly stack?: string;
  /** Send it to this url, whoever declares that. */
  readonly url?: string;
  /** JSON to deliver in the place of the sample data. */
  readonly data?: string;
  /** Send it even where the server would not. */
  readonly force?: true;
  /** Print what came of it as JSON. */
  readonly json?: true;
}

/** The instance in a sample that is sent to a url, where none is named. */
const SAMPLE_INSTANCE = "shop-01";

/**
 * Sends a sample of an event straight to a webhook's url, and prints what the receiver answered.
 *
 * @param eventName as {@link parseEvent} takes it.
 * @returns the exit status of the command: 0 where the receiver answered 2xx, else 1.
 * @throws Error where nothing was sent.
 */
export async function runTrigger(eventName: string, options: TriggerOptions): Promise<number> {
  const event = parseEvent(eventName);
  const data = parseData(options.data);
  const { url, instance = SAMPLE_INSTANCE, force = false, json } = options;
  const { target, notes } =
    url === undefined
      ? await declaredTarget(event, options, force)
      : { target: givenTarget(url, instance), notes: [] };
  const { instanceId } = target;
  const delivery = sampleDelivery(event.event, { instanceId, date: new Date(), data });
  const report = { event: event.event, target, notes, outcome: await send(target.url, delivery) };
  process.stdout.write(json ? renderJson(report) : renderText(report, usesColours()));
  return isDelivered(report) ? 0 : 1;
}

async function declaredTarget(
  event: ReturnType<typeof parseEvent>,
  options: TriggerOptions,
  force: boolean,
): Promise<{ readonly target: Target; readonly notes: readonly string[] }> {
  const project = await Project.open(options.cwd);
  const stack = await chooseStack(project, options.stack);
  const { webhooks, errors } = declaredWebhooksIn(await project.state(stack));
  if (webhooks.length === 0 && errors.length > 0) throw new Error(errors.join("\n"));
  const webhook = chooseWebhook(stack, webhooks, options);
  const { refusals, doubts } = objectionsTo(event, webhook);
  if (refusals.length > 0 && !force) {
    throw new Error(
      `${webhook.resource.name} on ${webhook.declared.instanceId}: ${refusals.join("; ")}\n` +
        "now: nothing was sent\n" +
        "next: change the declaration and run `pulumi up`, or send it all the same with --force",
    );
  }
  return { target: targetOf(stack, webhook), notes: [...refusals, ...doubts] };
}

async function chooseStack(project: Project, given: string | undefined): Promise<string> {
  if (given === undefined) {
    const selected = await project.selectedStack();
    if (selected !== undefined) return selected;
    const [only, ...others] = await project.stacks();
    if (only !== undefined && others.length === 0) return only;
    const has = only === undefined ? "no stack in this backend" : [only, ...others].join(", ");
    throw new Error(`no stack is selected: name one with --stack; project ${project.name} has ${has}`);
  }
  const [stack] = await chosenStacks(project, [given]);
  if (stack?.missing !== undefined) throw new Error(`${stack.name}: ${stack.missing}`);
  return stack?.name ?? given;
}

function givenTarget(url: string, instanceId: string): Target {
  const { url: schema } = WEBHOOK_ARGUMENTS;
  const problems = checkArguments({ url: schema }, [], { url });
  if (problems.length > 0) throw new Error(problems.map((problem) => `--${problem}`).join("\n"));
  return { url, shownUrl: showUrl(url), instanceId };
}

function parseData(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("--data: is not JSON");
  }
}
