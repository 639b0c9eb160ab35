import { describeEvent, EVENT_NAMES, type LiveWebhook } from "../core";
import { type Finding, findingsOf } from "./finding";

/** The event flags that a server shows, against the event catalogue. */
export function compareVocabulary(webhooks: readonly LiveWebhook[]): Finding[] {
  const { ok, warning } = findingsOf("vocabulary");
  const shown = new Set(webhooks.flatMap(({ events }) => [...(events?.keys() ?? [])]));
  if (shown.size === 0) {
    const why =
      webhooks.length === 0 ? "there is no webhook to look at" : "the server does not show event flags";
    return [
      warning(`events were not compared: ${why}`, "create a webhook with `pulumi up`, then run this again"),
    ];
  }
  const unknown = [...shown].filter((name) => !describeEvent(name)).sort();
  const missing = EVENT_NAMES.filter((name) => !shown.has(name));
  const more =
    missing.length === 0
      ? ""
      : `; it does not know ${missing.join(", ")}, so that declaring these is an error`;
  return [
    ok(`the server knows ${shown.size - unknown.length} of the ${EVENT_NAMES.length} events${more}`),
    ...(unknown.length === 0
      ? []
      : [
          warning(
            `the server has events that this version of pulumi-codechat cannot name: ${unknown.join(", ")}`,
            'update pulumi-codechat; until then they go by otherEvents ("all" and "on" switch them on, a list switches them off)',
          ),
        ]),
  ];
}
