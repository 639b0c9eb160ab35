const { Webhook } = require("pulumi-codechat");
const { declare, EVENTS } = require("./declare");

declare(Webhook, { events: EVENTS, otherEvents: "off" });
