import { type CatalogueEvent, EVENT_CATALOGUE, findEvent, nearest } from "../core";
import { printable } from "../shared/terminal/words";

/**
 * The event that a person means: by its own name (`messages.upsert`) or by its flag (`messagesUpsert`).
 *
 * @throws Error that suggests the right one for a typo.
 */
export function parseEvent(text: string): CatalogueEvent {
  const known = findEvent(text);
  if (known) return known;
  const events = EVENT_CATALOGUE.map(({ event }) => event);
  const guess = nearest(text, [...events, ...EVENT_CATALOGUE.map(({ name }) => name)]);
  throw new Error(
    `unknown event "${printable(text)}"; ` +
      (guess === undefined ? `the events are ${events.join(", ")}` : `did you mean "${guess}"?`),
  );
}
