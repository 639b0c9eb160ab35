import type { WebhookBody } from "../api/wire";
import { changedEvents } from "./events";
import { onDestroyOf, onDestroyOfState } from "./state";
import type { DeclaredEvents, WebhookInputs, WebhookState } from "./types";
import { hasUnknown } from "./unknown";

/** What a new declaration changes. */
export interface WebhookDiff {
  /** Every property that changes, by its path. */
  readonly changed: readonly string[];
  /** Those of them that need another live webhook. */
  readonly replaces: readonly string[];
}

/** Paths of what a live webhook is to be otherwise after a new declaration; an unknown value counts as a change. */
export function changedProperties(olds: WebhookBody & DeclaredEvents, news: typeof olds): string[] {
  const plain = (["name", "url", "enabled"] as const).filter((name) => news[name] !== olds[name]);
  return [...plain, ...(hasUnknown(news.events) ? ["events"] : changedEvents(olds, news))];
}

/**
 * Compares a declaration with the state; pure, so that a preview needs no network. An unknown
 * value counts as a change.
 *
 * @param baseUrl the server that the declaration means now; `undefined` where none is configured.
 */
export function diffWebhook(
  webhookId: string,
  olds: WebhookState,
  news: WebhookInputs,
  baseUrl: string | undefined,
): WebhookDiff {
  const replaces: string[] = [];
  // The identity: another instance or another webhook is another resource.
  if (news.instanceId !== olds.instanceId) replaces.push("instanceId");
  if (news.webhookId !== undefined && news.webhookId !== webhookId) replaces.push("webhookId");

  const changed = [...replaces, ...changedProperties(olds, news)];
  // What state keeps for read and delete, which see nothing but state.
  if (baseUrl !== undefined && baseUrl !== olds.baseUrl) changed.push("baseUrl");
  if (news.token !== olds.token) changed.push("token");
  if (onDestroyOf(news.onDestroy, news.webhookId !== undefined) !== onDestroyOfState(olds)) {
    changed.push("onDestroy");
  }
  return { changed, replaces };
}
