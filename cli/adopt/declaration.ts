import { checkInputs } from "../core";
import type { ReadWebhook } from "../shared/instances/live-webhooks";
import { adoptEvents, type EventArguments } from "./events";

/** A live webhook as it is declared in a program. */
export interface AdoptedWebhook extends EventArguments {
  readonly instanceId: string;
  readonly webhookId: string;
  readonly name: string;
  readonly url: string;
  readonly enabled: boolean;
  /** Event flags that the declaration leaves alone, because the catalogue does not know them; sorted. */
  readonly leftAlone: readonly string[];
  /** Whether the server shows event flags at all; where it does not, all are left alone. */
  readonly showsEvents: boolean;
}

/** A live webhook that no declaration can say, and why. */
export interface LeftOut {
  readonly instanceId: string;
  readonly webhookId: string;
  readonly name: string;
  /** Each begins with the property; none shows a url. */
  readonly reasons: readonly string[];
}

/** A webhook that is declared, or one that is left out. */
export type Declared = { readonly adopted: AdoptedWebhook } | { readonly leftOut: LeftOut };

/** Declares a live webhook as it is, for `pulumi up` to find nothing to change. */
export function declareWebhook(instanceId: string, live: ReadWebhook): Declared {
  const { webhookId, name, url, enabled, events: flags, listShowsEvents } = live;
  const { declared, leftAlone } = adoptEvents(flags, !listShowsEvents);
  const properties = { instanceId, webhookId, name, url, enabled, ...declared };
  const reasons = [...checkInputs(properties).failures, ...malformed({ name, url })];
  if (reasons.length > 0) return { leftOut: { instanceId, webhookId, name, reasons } };
  return { adopted: { ...properties, leftAlone, showsEvents: flags !== undefined } };
}

// The engine carries text as UTF-8, which half a surrogate pair does not survive.
function malformed(texts: Readonly<Record<string, string>>): string[] {
  return Object.entries(texts)
    .filter(([, text]) => /\p{Surrogate}/u.test(text))
    .map(([property]) => `${property}: must be well-formed Unicode`);
}
