/** The event catalogue and sample deliveries, for tools around CodeChat: the package's export `pulumi-codechat/events`. */
export { type EventDelivery, type SampleOptions, sampleDelivery } from "./api/delivery";
export {
  type CatalogueEvent,
  EVENT_CATALOGUE,
  EVENT_NAMES,
  type EventDescription,
  type EventName,
  findEvent,
  SCHEMA_EVENT_NAMES,
} from "./api/events";
