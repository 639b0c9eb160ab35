import { isDelivered, renderJson, renderText, type TriggerReport } from "../../../cli/trigger/report";

const REPORT: TriggerReport = {
  event: "messages.upsert",
  target: {
    shownUrl: "https://shop.example/…",
    instanceId: "shop-01",
    declared: { stack: "dev", resource: "orders" },
  },
  notes: [],
  outcome: { status: 200, milliseconds: 42, body: '{"ok":true}' },
};
const given = { shownUrl: "http://localhost:3000", instanceId: "shop-01" };

test("the text says what was sent where, what was answered and how fast", () => {
  expect(renderText(REPORT, false)).toBe(`\
sent a sample of messages.upsert to orders on shop-01 (https://shop.example/…)
answered 200 OK in 42 ms
  {"ok":true}
`);
});

test("notes go before the answer; an empty body has no line", () => {
  const report = { ...REPORT, notes: ["it is off"], outcome: { status: 599, milliseconds: 1, body: "" } };
  expect(renderText(report, false)).toMatch(/\nnote: it is off\nanswered 599 in 1 ms\n$/);
});

test("a redirect is said not to be followed", () => {
  const outcome = { status: 308, milliseconds: 1, body: "", redirectsTo: "https://www.shop.example/…" };
  expect(renderText({ ...REPORT, outcome }, false)).toContain(
    "next: declare the url that it redirects to, at https://www.shop.example/…: redirects are not followed",
  );
});

test.each([
  ["ECONNREFUSED", /no answer \(ECONNREFUSED\)\nnext: see that the receiver runs/],
  ["ETIMEDOUT", /no answer within 10 s\nnext: see that the receiver runs/],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /next: check the receiver's certificate; NODE_EXTRA_CA_CERTS/],
])("where no answer came it says why, and what to do: %s", (code, text) => {
  expect(renderText({ ...REPORT, outcome: { code, milliseconds: 3 } }, false)).toMatch(text);
});

test("what the receiver says moves no cursor", () => {
  const outcome = { status: 200, milliseconds: 1, body: "\u001b[2J" };
  expect(renderText({ ...REPORT, outcome }, false)).not.toContain("\u001b");
});

test.each([
  [199, false],
  [200, true],
  [204, true],
  [299, true],
  [302, false],
  [500, false],
])("status %i: delivered %s", (status, delivered) => {
  expect(isDelivered({ ...REPORT, outcome: { status, milliseconds: 1, body: "" } })).toBe(delivered);
});

test("JSON is as its documentation says", () => {
  expect(JSON.parse(renderJson(REPORT))).toEqual({
    schemaVersion: 1,
    event: "messages.upsert",
    stack: "dev",
    resource: "orders",
    instance: "shop-01",
    url: "https://shop.example/…",
    notes: [],
    delivered: true,
    status: 200,
    milliseconds: 42,
    body: '{"ok":true}',
    error: null,
  });
  const silent = { ...REPORT, target: given, outcome: { code: "ECONNREFUSED", milliseconds: 3 } };
  expect(JSON.parse(renderJson(silent))).toMatchObject({
    stack: null,
    resource: null,
    delivered: false,
    status: null,
    body: null,
    error: "ECONNREFUSED",
  });
});
