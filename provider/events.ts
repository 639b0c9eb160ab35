/** The event catalogue, for tools around CodeChat: the package's export `pulumi-codechat/events`. */
export { EVENT_CATALOGUE, EVENT_NAMES, type EventName, SCHEMA_EVENT_NAMES } from "./api/events";
