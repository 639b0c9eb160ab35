import { joinAtMost } from "../api/join";
import { missingConnection } from "../config/connection";
import type { Settings } from "../config/settings";
import { memberOf } from "./members";
import type { FleetInputs } from "./types";

/** This many instances are named beside what they lack. */
const MAX_NAMED_INSTANCES = 5;

/** What members lack to be reached: a base url, tokens. What many lack is said once, with the first of them. */
export function missingForMembers(settings: Settings, inputs: FleetInputs): string[] {
  const ids = Object.keys(inputs.instances).sort();
  const idsByReason = new Map<string, string[]>();
  for (const instanceId of ids) {
    const { token } = memberOf(inputs, instanceId);
    for (const reason of missingConnection(settings, { instanceId, token, baseUrl: inputs.baseUrl })) {
      const lacking = idsByReason.get(reason) ?? [];
      idsByReason.set(reason, lacking);
      lacking.push(instanceId);
    }
  }
  return [...idsByReason].map(([reason, lacking]) =>
    lacking.length === ids.length ? reason : `${reason} (${joinAtMost(lacking, MAX_NAMED_INSTANCES)})`,
  );
}
