import type { WebhookApi } from "../api/client";
import { describeEvent } from "../api/events";
import { CallFailure, isBadRequest } from "../api/failure";
import { joinAtMost } from "../api/join";
import { showUrl } from "../api/redact";
import type { EventFlags, LiveWebhook } from "../api/wire";
import { type Deadline, isDeadlineOver } from "../http/deadline";
import { rereadDelayMs } from "../http/retry";
import { type EventPlan, planEvents } from "./events";
import { Refusal, Unsettled } from "./failure";
import { mayBeSameUrl, namingSameUrl } from "./same-url";
import type { Operation } from "./session";
import type { WebhookInputs } from "./types";

/** Names of this many event flags are listed in an error: more than a server has. */
const MAX_LISTED_EVENTS = 50;
/** A first PATCH, one for flags that only its answer or a read shows, and one to put back what it reset. */
const MAX_PATCHES = 4;

/**
 * Makes the live webhook as declared: PUT, learn the server's event flags, then rounds of plan, PATCH and read until
 * what the server shows is what is declared. Always both calls, whatever differs, so that it does not matter who
 * changed what since.
 *
 * @returns the webhook as the server shows it at the end.
 * @throws CallFailure where PUT fails; whether the server has the webhook is open then.
 * @throws Unsettled where the webhook exists and does not become as declared.
 */
export async function settle(
  { api, deadline }: Pick<Operation, "api" | "deadline">,
  webhookId: string,
  declared: WebhookInputs,
): Promise<LiveWebhook> {
  const { name, url, enabled } = declared;
  const updated = await api.update(webhookId, { name, url, enabled }).catch(async (error: unknown) => {
    throw await explainRefusedUrl(api, webhookId, url, error);
  });
  try {
    return await settleEvents({ api, deadline, declared }, updated);
  } catch (error) {
    throw new Unsettled(webhookId, error);
  }
}

/** What settling a webhook's events works with. */
interface Settling extends Pick<Operation, "api" | "deadline"> {
  readonly declared: WebhookInputs;
}

async function settleEvents(settling: Settling, updated: LiveWebhook): Promise<LiveWebhook> {
  const { api, declared, deadline } = settling;
  const before = updated.events ?? (await flagsLeftAlone(api, updated.webhookId, declared));
  let known = before;
  // Flags that the declaration leaves alone are sent only to a server that has reset them.
  let restored: EventFlags | undefined;
  for (let round = 1; ; round += 1) {
    const plan = planEvents(declared, known, restored);
    let live: LiveWebhook;
    try {
      live = await define(settling, { ...updated, events: before }, plan);
    } catch (error) {
      // The documented flags stood in for those that the PUT answer left out; another answer may show them.
      known = known || !isBadRequest(error) ? undefined : (await api.get(updated.webhookId))?.events;
      if (!known) throw error;
      continue;
    }
    const differences = compare(live, planEvents(declared, live.events, before), declared);
    if (differences.length === 0) return live;
    if (round >= MAX_PATCHES) throw notSettled(differences, deadline);
    known = live.events;
    restored = before;
  }
}

// What a server that replaces resets can be put back only where it was seen before.
async function flagsLeftAlone(
  api: WebhookApi,
  webhookId: string,
  { otherEvents }: WebhookInputs,
): Promise<EventFlags | undefined> {
  return otherEvents === "leave" ? (await api.get(webhookId))?.events : undefined;
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

/** One PATCH, and reads until they agree with the plan. */
async function define(settling: Settling, updated: LiveWebhook, plan: EventPlan): Promise<LiveWebhook> {
  const { webhookId, events: before } = updated;
  // Without a flag there is nothing to say, and a server that replaces would take it as "all to their default".
  const answer =
    plan.wanted.size === 0
      ? updated
      : await settling.api.setEvents(webhookId, plan.flags).catch((error: unknown) => {
          throw isBadRequest(error) && plan.unknown.length > 0 ? unknownEvents(plan, error) : error;
        });
  if (isWholeWebhook(answer)) return verify(settling, webhookId, answer, plan);
  const told = answer === undefined || "webhookId" in answer ? undefined : answer;
  return verify(settling, webhookId, undefined, alsoTold(plan, told, before));
}

// A read that disagrees with what PATCH has just answered lags behind, also in flags that are left alone.
function alsoTold(plan: EventPlan, told: EventFlags | undefined, before: EventFlags | undefined): EventPlan {
  const flags = [...(told ?? [])].filter(([name]) => before?.has(name) || describeEvent(name));
  const wanted = new Map([...flags.map(([name, { on }]) => [name, on] as const), ...plan.wanted]);
  return { ...plan, wanted };
}

/** Compares `shown` with the plan and, where it differs or is not enough, reads until it agrees. */
async function verify(
  { api, declared, deadline }: Settling,
  webhookId: string,
  shown: LiveWebhook | undefined,
  plan: EventPlan,
): Promise<LiveWebhook> {
  let live = shown;
  let shortfall: Shortfall | undefined;
  try {
    for (let reads = 0; ; reads += 1) {
      if (live) {
        const differences = compare(live, plan, declared);
        if (differences.length === 0) return live;
        if (reads > 0) refuseWhatStays(live, plan);
        shortfall = differences;
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
type Shortfall = readonly string[] | "not shown";

/** What differs, a phrase each: the property, its declared and its live value. */
function compare(live: LiveWebhook, plan: EventPlan, declared: WebhookInputs): string[] {
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
    `this server does not know ${names}; it knows ${joinAtMost(vocabulary, MAX_LISTED_EVENTS)}${words}`,
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
  return new Refusal(
    `the server accepted the update, but after ${limitMs / 1000} s it still shows something else: ${joinAtMost(shortfall, MAX_LISTED_EVENTS, "; ")}`,
    "run `pulumi up` again; where it stays so, the server ignores these properties or someone else writes them",
  );
}

function isWholeWebhook(answer: LiveWebhook | EventFlags | undefined): answer is LiveWebhook {
  return answer !== undefined && "webhookId" in answer && answer.events !== undefined;
}
