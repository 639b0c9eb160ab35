import type { ListedWebhook, WebhookList } from "../../../cli/list/model";
import { renderJson, renderText } from "../../../cli/list/report";

const WIDE = { colours: false, columns: Number.POSITIVE_INFINITY, undeclared: false };
const orders = {
  stack: "dev",
  resource: "orders",
  urn: "urn:pulumi:dev::shop::x::orders",
  type: "Webhook",
} as const;

function webhook(given: Partial<ListedWebhook> = {}): ListedWebhook {
  return {
    instance: "shop-01",
    server: "https://codechat.example",
    webhookId: "7",
    name: "orders",
    url: "https://shop.example/…",
    enabled: true,
    subscribedEvents: ["messagesUpsert"],
    knownEvents: 20,
    declaredBy: [orders],
    ...given,
  };
}

function listOf(webhooks: readonly ListedWebhook[], given: Partial<WebhookList> = {}): WebhookList {
  return { project: "shop", stacks: ["dev"], instances: 2, webhooks, errors: [], ...given };
}

const member = { ...orders, stack: "prod", resource: "all", type: "WebhookFleet" } as const;
const LIST = listOf([
  webhook(),
  webhook({ instance: "shop-02", webhookId: "18", name: "audit", enabled: false, declaredBy: [] }),
  webhook({
    instance: "shop-02",
    name: "[secret]",
    url: "[secret]",
    enabled: null,
    subscribedEvents: null,
    knownEvents: null,
    declaredBy: [orders, member],
  }),
]);

test("the table says of each webhook what it is and who declares it", () => {
  expect(renderText(LIST, WIDE)).toBe(`\
INSTANCE  NAME      URL                     ENABLED   EVENTS     DECLARED BY                     WEBHOOK ID
shop-01   orders    https://shop.example/…  on        1 of 20    dev: orders                     7
shop-02   audit     https://shop.example/…  off       1 of 20    nobody                          18
shop-02   [secret]  [secret]                [secret]  not shown  dev: orders, prod: all (fleet)  7

3 webhooks of 2 instances, 1 declared by nobody (stacks looked at: dev)
\`pulumi-codechat adopt\` writes a program that declares webhooks as they are live
`);
});

test("where the terminal is narrower than the table, each webhook has lines of its own", () => {
  const list = listOf([webhook()], { instances: 1 });
  expect(renderText(list, { ...WIDE, columns: 79 })).toBe(`\
orders on shop-01
  url          https://shop.example/…
  enabled      on
  events       1 of 20
  declared by  dev: orders
  webhook id   7

1 webhook of 1 instance (stacks looked at: dev)
`);
});

test("the server is named where there is more than one", () => {
  const list = listOf([webhook(), webhook({ server: "https://other.example" })]);
  expect(renderText(list, WIDE)).toMatch(/^INSTANCE {2}SERVER {20}NAME/);
  expect(renderText(LIST, WIDE)).not.toContain("SERVER");
});

test("--undeclared shows those that nobody declares, and counts all", () => {
  const text = renderText(LIST, { ...WIDE, undeclared: true });
  expect(text).toContain("audit");
  expect(text).not.toContain("dev: orders");
  expect(text).toContain("3 webhooks of 2 instances, 1 declared by nobody");
  const { webhooks, summary } = JSON.parse(renderJson(LIST, true));
  expect(webhooks.map(({ webhookId }: ListedWebhook) => webhookId)).toEqual(["18"]);
  expect(summary).toEqual({ instances: 2, webhooks: 3, undeclared: 1, errors: 0 });
});

describe("who declares a webhook is said not to be known", () => {
  const unknown = [webhook({ declaredBy: null })];

  test("without a project", () => {
    const text = renderText(listOf(unknown, { project: undefined, stacks: [] }), WIDE);
    expect(text).toContain(" unknown ");
    expect(text).toContain("who declares them is not known: there is no Pulumi project here");
    expect(text).not.toContain("nobody");
  });

  test("where a stack could not be read", () => {
    const errors = [{ stack: "prod", message: "no passphrase" }];
    expect(renderText(listOf([...unknown, webhook()], { errors }), WIDE)).toContain(
      "who declares the others is not known: not every stack could be read",
    );
  });
});

test("an error names its instance or stack, and the list goes before it", () => {
  const errors = [
    { instance: "shop-03", message: "401 Unauthorized\nnext: give its own token" },
    { stack: "prod", message: "no passphrase" },
  ];
  expect(renderText(listOf([webhook()], { errors }), WIDE)).toContain(
    "\n\nerror: shop-03: 401 Unauthorized\n  next: give its own token\nerror: stack prod: no passphrase\n\n" +
      "1 webhook of 2 instances, 2 errors",
  );
});

test("what a server says moves no cursor and breaks no line", () => {
  const text = renderText(listOf([webhook({ name: "a\u001b[31m\nb" })]), WIDE);
  expect(text).toContain("a\ufffd[31m\ufffdb");
});

test("what nobody declares stands out in colours", () => {
  expect(renderText(LIST, { ...WIDE, colours: true })).toContain("\u001b[33mnobody");
});

test("JSON is as its documentation says", () => {
  const errors = [{ instance: "shop-03", message: "401 Unauthorized" }];
  const list = listOf([webhook(), webhook({ declaredBy: null })], { project: undefined, stacks: [], errors });
  expect(JSON.parse(renderJson(list, false))).toEqual({
    schemaVersion: 1,
    project: null,
    stacks: [],
    summary: { instances: 2, webhooks: 2, undeclared: 0, errors: 1 },
    webhooks: [webhook(), webhook({ declaredBy: null })],
    errors,
  });
});
