import * as v from "valibot";

/** What the commands read of a delivery in the control API's answers; the rest is kept. */
export const delivery = v.looseObject({
  sequence: v.number(),
  date: v.string(),
  event: v.string(),
  flag: v.string(),
  instanceId: v.string(),
  webhookName: v.string(),
  outcome: v.picklist(["delivered", "failed", "not subscribed", "disabled"]),
  status: v.exactOptional(v.number()),
  error: v.exactOptional(v.string()),
});

/** What the commands read of a request in the control API's answers; the rest is kept. */
export const request = v.looseObject({
  sequence: v.number(),
  date: v.string(),
  method: v.string(),
  path: v.string(),
  status: v.exactOptional(v.number()),
  milliseconds: v.exactOptional(v.number()),
  fault: v.exactOptional(v.string()),
});

export type DeliveryAnswer = v.InferOutput<typeof delivery>;
export type RequestAnswer = v.InferOutput<typeof request>;
