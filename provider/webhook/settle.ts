import type { WebhookApi } from "../api/client";
import { describeEvent } from "../api/events";
import { CallFailure, isBadRequest } from "../api/failure";
import { joinAtMost } from "../api/join";
import { showUrl } from "../api/redact";
import type { EventFlags, LiveWebhook, WebhookBody } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { rereadDelayMs } from "../http/retry";
import { type EventPlan, planEvents } from "./events";
import { Refusal } from "./failure";
import { mayBeSameUrl, namingSameUrl } from "./same-url";
import type { DeclaredEvents } from "./types";

/** What a webhook is to become. */
export interface Declared extends WebhookBody, DeclaredEvents {}

/** More than a server has event flags. */
const MOST_LISTED = 50;

/**
 * Makes the live webhook as declared: PUT, then PATCH, then compare what came back, reading again
 * until it agrees. Always both calls, whatever differs, so that it does not matter who changed what since.
 *
 * @param exists is called once PUT has shown that the server has the webhook.
 * @returns the webhook as the server shows it at the end.
 * @throws CallFailure where a call fails.
 * @throws Refusal where the server does not know a declared event, or the webhook does not become as declared.
 */
export async function settle(
  api: WebhookApi,
  webhookId: string,
  declared: Declared,
  deadline: Deadline,
  exists: () => void = () => undefined,
): Promise<LiveWebhook> {
  const { name, url, enabled } = declared;
  const answered = await api.update(webhookId, { name, url, enabled }).catch(async (error: unknown) => {
    throw await explainRefusedUrl(api, webhookId, url, error);
  });
  exists();
  const updated = await withFlagsLeftAlone(api, answered, declared);
  const define = (plan: EventPlan) => defineEvents(api, updated, plan, declared, deadline);
  let live = await define(planEvents(declared, updated.events)).catch(async (error: unknown) => {
    // The documented flags stood in for a vocabulary that the PUT answer left out; another answer may show it.
    const shown = updated.events || !isBadRequest(error) ? undefined : await api.get(webhookId);
    if (!shown?.events) throw error;
    return define(planEvents(declared, shown.events));
  });
  // A PUT answer may show less of the vocabulary than the server has.
  const plan = planEvents(declared, live.events);
  if (compare(live, plan, declared).length > 0) live = await define(plan);
  const restoring = planToRestore(plan, updated.events, live.events);
  return restoring ? await define(restoring) : live;
}

// What a server that replaces resets can be put back only where it was seen before.
async function withFlagsLeftAlone(
  api: WebhookApi,
  updated: LiveWebhook,
  { otherEvents }: DeclaredEvents,
): Promise<LiveWebhook> {
  if (updated.events || otherEvents !== "leave") return updated;
  const live = await api.get(updated.webhookId);
  return { ...updated, events: live?.events };
}

async function explainRefusedUrl(
  api: WebhookApi,
  webhookId: string,
  url: string,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof CallFailure && mayBeSameUrl(error))) return error;
  const live = await api.list().catch(() => undefined);
  const others = live?.filter((webhook) => webhook.webhookId !== webhookId);
  return namingSameUrl(error, url, others);
}

async function defineEvents(
  api: WebhookApi,
  updated: LiveWebhook,
  plan: EventPlan,
  declared: WebhookBody,
  deadline: Deadline,
): Promise<LiveWebhook> {
  const { webhookId } = updated;
  // Without a flag there is nothing to say, and a server that replaces would take it as "all to their default".
  if (plan.wanted.size === 0) {
    return verify(api, webhookId, isWholeWebhook(updated) ? updated : undefined, plan, declared, deadline);
  }
  const answer = await api.setEvents(webhookId, plan.flags).catch((error: unknown) => {
    throw isBadRequest(error) && plan.unknown.length > 0 ? unknownEvents(plan, error) : error;
  });
  if (isWholeWebhook(answer)) return verify(api, webhookId, answer, plan, declared, deadline);
  const told = answer === undefined || "webhookId" in answer ? undefined : answer;
  const wanted = alsoTold(plan, told, updated.events);
  return verify(api, webhookId, undefined, { ...plan, wanted }, declared, deadline);
}

// A read that disagrees with what PATCH has just answered lags behind, also in flags that are left alone.
function alsoTold(
  { wanted }: EventPlan,
  told: EventFlags | undefined,
  vocabulary: EventFlags | undefined,
): EventPlan["wanted"] {
  const flags = [...(told ?? [])].filter(([name]) => vocabulary?.has(name) || describeEvent(name));
  return new Map([...flags.map(([name, { on }]) => [name, on] as const), ...wanted]);
}

/** Compares `shown` with what is declared and, where it differs or is not enough, reads until it agrees. */
async function verify(
  api: WebhookApi,
  webhookId: string,
  shown: LiveWebhook | undefined,
  plan: EventPlan,
  declared: WebhookBody,
  deadline: Deadline,
): Promise<LiveWebhook> {
  let live = shown;
  let shortfall: Shortfall | undefined;
  try {
    for (let reads = 0; ; reads += 1) {
      if (live) {
        const differences = compare(live, plan, declared);
        if (differences.length === 0) return live;
        if (reads > 0) refuseWhatStays(live, plan);
        shortfall = { differences };
      }
      await deadline.sleep(reads === 0 ? 0 : rereadDelayMs(reads - 1));
      live = await api.get(webhookId);
      // It took the writes: a read that does not know it lags behind, unless someone has deleted it meanwhile.
      if (!live) shortfall = "not shown";
    }
  } catch (error) {
    throw isDeadlineOver(error) && shortfall !== undefined ? notSettled(shortfall, deadline) : error;
  }
}

/** What the last reading showed otherwise than declared, or that it did not show the webhook. */
type Shortfall = { readonly differences: readonly string[] } | "not shown";

/** Where PATCH reset flags that the declaration leaves alone: a plan that puts them back. */
function planToRestore(
  plan: EventPlan,
  before: EventFlags | undefined,
  after: EventFlags | undefined,
): EventPlan | undefined {
  const left = [...(before ?? [])].filter(([name]) => !plan.wanted.has(name));
  if (left.every(([name, { on }]) => after?.get(name)?.on === on)) return undefined;
  return {
    ...plan,
    flags: { ...plan.flags, ...Object.fromEntries(left.map(([, { on, spelling }]) => [spelling, on])) },
    wanted: new Map([...plan.wanted, ...left.map(([name, { on }]) => [name, on] as const)]),
  };
}

/** What differs, a phrase each: the property, its declared and its live value. */
function compare(live: LiveWebhook, plan: EventPlan, declared: WebhookBody): string[] {
  const differences: string[] = [];
  const note = (property: string, wanted: string, found: string) =>
    differences.push(`${property} is declared ${wanted} but is ${found}`);
  if (live.name !== declared.name) note("name", JSON.stringify(declared.name), JSON.stringify(live.name));
  if (live.url !== declared.url) note("url", showUrl(declared.url), `another: ${showUrl(live.url)}`);
  if (live.enabled !== declared.enabled) note("enabled", `${declared.enabled}`, `${live.enabled}`);
  for (const [name, on] of plan.wanted) {
    const found = live.events?.get(name)?.on;
    if (found !== on) note(`events.${name}`, `${on}`, `${found ?? "not shown by the server"}`);
  }
  return differences;
}

// What no further reading can mend: flags that the server does not have, or does not show at all.
function refuseWhatStays(live: LiveWebhook, plan: EventPlan): void {
  if (!live.events) {
    throw new Refusal(
      "the server does not show the webhook's events, so nobody can tell whether they are as declared",
      "check that the server is a CodeChat API v2 that answers WebhookEvents",
    );
  }
  const missing = plan.unknown.filter((name) => !live.events?.has(name));
  if (missing.length > 0) throw unknownEvents({ ...plan, unknown: missing });
}

function unknownEvents({ unknown, vocabulary = [] }: EventPlan, cause?: CallFailure): Refusal {
  const names = unknown.map((name) => `events.${name}`).join(", ");
  const words = cause ? ` (${cause.message})` : "";
  return new Refusal(
    `this server does not know ${names}; it knows ${joinAtMost(vocabulary, MOST_LISTED)}${words}`,
    "take the event out of the declaration, or update the server, then run `pulumi up` again",
    { cause },
  );
}

function notSettled(shortfall: Shortfall, { limitMs }: Deadline): Refusal {
  if (shortfall === "not shown") {
    return new Refusal(
      `the server accepted the update, but after ${limitMs / 1000} s it still does not show the webhook: its reads lag behind, or someone deleted it meanwhile`,
      "run `pulumi up` again; where someone deleted it, `pulumi up --refresh` creates a new one",
    );
  }
  const { differences } = shortfall;
  return new Refusal(
    `the server accepted the update, but after ${limitMs / 1000} s it still shows something else: ${joinAtMost(differences, MOST_LISTED, "; ")}`,
    "run `pulumi up` again; where it stays so, the server ignores these properties or someone else writes them",
  );
}

function isWholeWebhook(answer: LiveWebhook | EventFlags | undefined): answer is LiveWebhook {
  return answer !== undefined && "webhookId" in answer && answer.events !== undefined;
}
