/** All that the command line takes from the provider: declarations, connections and calls, but no lifecycle. */
export { type EventDelivery, sampleDelivery } from "../provider/api/delivery";
export {
  type CatalogueEvent,
  describeEvent,
  EVENT_CATALOGUE,
  EVENT_NAMES,
  findEvent,
} from "../provider/api/events";
export { CallFailure } from "../provider/api/failure";
export { firstOf, joinAtMost } from "../provider/api/join";
export { getOwn } from "../provider/api/map";
export { nearest } from "../provider/api/nearest";
export { redact, secretParts, showUrl } from "../provider/api/redact";
export { hasUserInfo } from "../provider/api/url";
export type { EventFlags, LiveWebhook } from "../provider/api/wire";
export { type ConnectionInputs, resolveBaseUrl, resolveToken } from "../provider/config/connection";
export { unknownKeys } from "../provider/config/keys";
export { type ConfigLookup, readSettings, type Settings } from "../provider/config/settings";
export { isTokenMap, normalBaseUrl } from "../provider/config/values";
export { memberOf } from "../provider/fleet/members";
export { membersIn } from "../provider/fleet/plan";
export { expandName, expandUrl, nameTemplateProblem, urlTemplateProblem } from "../provider/fleet/template";
export type { FleetState, MemberState } from "../provider/fleet/types";
export { createRoutes, proxyFor } from "../provider/http/proxies";
export { verification } from "../provider/http/verification";
export { checkArguments, WEBHOOK_ARGUMENTS } from "../provider/webhook/arguments";
export { declaredState } from "../provider/webhook/events";
export { describeFailure, messageOf, nextStep, Refusal } from "../provider/webhook/failure";
export { checkInputs } from "../provider/webhook/inputs";
export { Session } from "../provider/webhook/session";
export { changedLive } from "../provider/webhook/state";
export type { WebhookInputs, WebhookState } from "../provider/webhook/types";
