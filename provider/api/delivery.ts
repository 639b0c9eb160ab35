import { findEvent } from "./events";
import { PICTURE_URL, SHOP, SHOP_NAME, sampleData } from "./samples";

/** What a server POSTs to a webhook's url when an event happens: `body` as JSON, with these headers beside its type. */
export interface EventDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly instance: Readonly<Record<string, unknown>>;
    readonly data: unknown;
    /** The event's own name, such as `messages.upsert`. */
    readonly event: string;
  };
}

/** What happened in which instance. */
interface Occurrence {
  /** The event's own name, such as `messages.upsert`. */
  readonly event: string;
  readonly instanceId: string;
  readonly data: unknown;
}

const WHATSAPP_ID = "sample-whatsapp";
const BUSINESS_ID = "sample-business";
/** ISO 8601. */
const REGISTERED = "2025-01-01T12:00:00.000Z";

/**
 * The form in which the hosted API v2 documents a delivery. Of the instance its id alone is known: its WhatsApp
 * account and its business are samples.
 * @see "Webhook v1.0.0" of the CodeChat API's reference.
 */
function hostedDelivery({ event, instanceId, data }: Occurrence): EventDelivery {
  return {
    headers: {
      "x-businessId": BUSINESS_ID,
      "x-instanceId": headerValue(instanceId),
      "x-whatsappId": WHATSAPP_ID,
    },
    body: {
      instance: {
        instanceId,
        name: instanceId,
        state: "active",
        connection: "open",
        createdAt: REGISTERED,
        WhatsApp: {
          whatsappId: WHATSAPP_ID,
          remoteJid: SHOP,
          pictureUrl: PICTURE_URL,
          pushName: SHOP_NAME,
          createdAt: REGISTERED,
        },
        Business: { businessId: BUSINESS_ID, name: SHOP_NAME },
      },
      data,
      event,
    },
  };
}

/** Where and when a sample happens. */
export interface SampleOptions {
  readonly instanceId: string;
  /** Timestamps and ids in the sample come from it. */
  readonly date: Date;
  /** Delivered in the place of the sample data. */
  readonly data?: unknown;
}

/**
 * The delivery of a sample event, in the form of the hosted API v2.
 * @param event how a person calls it, as {@link findEvent} takes it. One that the catalogue does not know is delivered
 *   under this name, with `{}` as its sample data.
 * @throws RangeError if the date is not valid
 */
export function sampleDelivery(event: string, { instanceId, date, data }: SampleOptions): EventDelivery {
  const known = findEvent(event);
  const sample = known ? sampleData(known.name, instanceId, date) : {};
  return hostedDelivery({
    event: known?.event ?? event,
    instanceId,
    data: data === undefined ? sample : data,
  });
}

/** Headers hold ASCII alone. */
function headerValue(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, encodeURIComponent);
}
