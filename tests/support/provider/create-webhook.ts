import { WebhookProvider } from "../../../provider/webhook/lifecycle";
import { Session } from "../../../provider/webhook/session";

/**
 * Creates a webhook at the server of `CODECHAT_BASE_URL` in a process of its own, and prints how that
 * ended: for what a test's own process cannot set, such as variables that Node itself reads.
 */
new WebhookProvider(new Session())
  .create({
    instanceId: "shop-01",
    name: "orders",
    url: "https://shop.example/hook",
    enabled: true,
    events: {},
    otherEvents: "leave",
    __provider: "",
  })
  .then(
    ({ id }) => console.log(`created ${id}`),
    (error: Error) => console.log(error.message),
  );
