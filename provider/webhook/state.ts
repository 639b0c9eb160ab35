import { parseUrl } from "../api/url";
import type { LiveWebhook, WebhookBody } from "../api/wire";
import { liveEventsAsDeclared, subscribedEvents } from "./events";
import type { DeclaredEvents, OnDestroy, WebhookInputs, WebhookState } from "./types";

/** What only the server knows of a webhook. */
export type ServerShown = Pick<WebhookState, "createdAt" | "subscribedEvents">;

/** What the server shows of a live webhook beside what is declared. */
export function serverShown({ createdAt, events }: LiveWebhook): ServerShown {
  return {
    ...(createdAt !== undefined && { createdAt }),
    subscribedEvents: events ? subscribedEvents(events) : [],
  };
}

/** The outputs of a webhook that is as declared. */
export function stateOf(
  inputs: WebhookInputs,
  webhookId: string,
  baseUrl: string,
  shown: ServerShown,
): WebhookState {
  const declared = (["webhookId", "baseUrl"] as const).filter((name) => inputs[name] !== undefined);
  return {
    ...inputs,
    webhookId,
    baseUrl,
    ...(shown.createdAt !== undefined && { createdAt: shown.createdAt }),
    subscribedEvents: shown.subscribedEvents,
    ...(declared.length > 0 && { declared }),
  };
}

/** The state with live values in it, in the form of the declaration. */
export function refreshedState(state: WebhookState, live: LiveWebhook): WebhookState {
  return {
    ...state,
    name: live.name,
    url: showDriftedUrl(state.url, live.url),
    enabled: live.enabled,
    ...(live.createdAt !== undefined && { createdAt: live.createdAt }),
    ...(live.events && {
      ...liveEventsAsDeclared(state, live.events),
      subscribedEvents: subscribedEvents(live.events),
    }),
  };
}

/** What is live otherwise than declared: live values by the property's path. */
export function changedLive(
  declared: WebhookBody & DeclaredEvents,
  live: LiveWebhook,
): Record<string, string | boolean> {
  const events = live.events ? liveEventsAsDeclared(declared, live.events).events : declared.events;
  return {
    ...(live.name !== declared.name && { name: live.name }),
    ...(live.url !== declared.url && { url: showDriftedUrl(declared.url, live.url) }),
    ...(live.enabled !== declared.enabled && { enabled: live.enabled }),
    ...Object.fromEntries(
      Object.entries(events)
        .filter(([name, on]) => declared.events[name] !== on)
        .map(([name, on]) => [`events.${name}`, on]),
    ),
  };
}

/** The inputs that a state came from: what the declaration said, with the state's values. */
export function inputsOf(state: WebhookState): WebhookInputs {
  const { createdAt, subscribedEvents, declared, webhookId, baseUrl, ...inputs } = state;
  return {
    ...inputs,
    ...(isDeclared(state, "webhookId") && { webhookId }),
    ...(isDeclared(state, "baseUrl") && { baseUrl }),
  };
}

/** What happens to the live webhook of this state when it is destroyed. */
export function onDestroyOfState(state: WebhookState): OnDestroy {
  return onDestroyOf(state.onDestroy, isDeclared(state, "webhookId"));
}

/** `declared`, else its default: what was taken over by its id is kept, anything else is deleted. */
export function onDestroyOf(declared: OnDestroy | undefined, takenOver: boolean): OnDestroy {
  return declared ?? (takenOver ? "retain" : "delete");
}

function isDeclared({ declared }: WebhookState, name: "webhookId" | "baseUrl"): boolean {
  return declared?.includes(name) ?? false;
}

// A url that someone set by hand is not marked as a secret, so what user info it carries stays out of state.
function showDriftedUrl(declared: string, live: string): string {
  if (live === declared) return live;
  const url = parseUrl(live);
  if (!url?.username && !url?.password) return live;
  url.username = "redacted";
  url.password = "";
  return url.href;
}
