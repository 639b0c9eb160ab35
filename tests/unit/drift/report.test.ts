import { exitStatus, type StackReport } from "../../../cli/drift/model";
import { renderHtml } from "../../../cli/drift/report/html";
import { renderJson } from "../../../cli/drift/report/json";
import { renderJunit } from "../../../cli/drift/report/junit";
import { renderMarkdown } from "../../../cli/drift/report/markdown";
import { renderText } from "../../../cli/drift/report/text";
import { verdictOf } from "../../../cli/drift/report/words";
import { checkedWebhook, reportOf } from "../../support/drift/report";

const changed = checkedWebhook({
  status: "changed",
  differences: [
    { property: "name", declared: "orders", live: "by hand" },
    { property: "url", declared: "[secret]", live: "[secret]", secret: true },
    { property: "events.sendMessage", declared: true, live: false },
    { property: "events.labelEdit", declared: true, live: null },
  ],
});
const deleted = checkedWebhook({ resource: "invoices", status: "deleted" });
const unreadable = checkedWebhook({
  resource: "refused",
  status: "unreadable",
  reason: "could not read it\nnext: try",
});
const PRODUCTION: Partial<StackReport> = {
  webhooks: [checkedWebhook({ resource: "fine" }), changed, deleted],
};
const REPORT = reportOf({
  production: PRODUCTION,
  staging: { webhooks: [unreadable], errors: ["no passphrase"] },
  empty: {},
});

describe("the exit status", () => {
  const repaired = { ...changed, repair: "repaired" } as const;
  const failed = { ...deleted, repair: "failed" } as const;
  test.each<[string, Partial<StackReport>, number]>([
    ["0 where nothing has drifted", { webhooks: [checkedWebhook()] }, 0],
    ["0 where there is nothing", {}, 0],
    ["2 on drift", PRODUCTION, 2],
    ["2 where a resource was not settled", { webhooks: [checkedWebhook({ status: "unsettled" })] }, 2],
    ["0 where all drift was repaired", { webhooks: [repaired, { ...deleted, repair: "recreated" }] }, 0],
    ["2 where a repair failed", { webhooks: [repaired, failed] }, 2],
    ["1 where a webhook could not be read, drift or not", { webhooks: [changed, unreadable] }, 1],
    ["1 on an error of a stack, drift or not", { ...PRODUCTION, errors: ["locked"] }, 1],
  ])("is %s", (_, stack, status) => {
    expect(exitStatus(reportOf({ production: stack }))).toBe(status);
  });
});

test("the text names every difference, what is deleted, and every error", () => {
  expect(renderText(REPORT, false)).toBe(`\
production: 2 of 3 webhooks drifted
  orders on shop-01 (7)
    name                orders → by hand
    url                 differs [secret]
    events.sendMessage  on → off
    events.labelEdit    on → unknown to the server
  invoices on shop-01 (7): deleted

staging: 2 errors
  error: no passphrase
  error: could not read it
    next: try

empty: no webhooks in state: nothing to compare

3 stacks: 2 of 4 webhooks drifted, 2 errors
declared → live
To repair, run: npx pulumi-codechat drift --repair
`);
});

test("the text is coloured only where that is asked for", () => {
  const plain = renderText(REPORT, false);
  const coloured = renderText(REPORT, true);
  expect(plain).not.toContain("\u001b");
  expect(coloured).toContain("\u001b[31m");
});

test("JSON is as its documentation says", () => {
  const urn = (resource: string) =>
    `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/codechat:Webhook::${resource}`;
  const report = reportOf({
    production: {
      webhooks: [changed, { ...deleted, webhookId: undefined, repair: "recreated" }, unreadable],
    },
  });
  expect(JSON.parse(renderJson(report))).toEqual({
    schemaVersion: 1,
    project: "shop",
    checkedAt: "2026-01-02T03:04:05.000Z",
    summary: {
      stacks: 1,
      webhooks: 3,
      drifted: 2,
      changed: 1,
      deleted: 1,
      unsettled: 0,
      repaired: 1,
      unreadable: 1,
      errors: 1,
    },
    stacks: [
      {
        stack: "production",
        webhooks: 3,
        drifted: [
          {
            resource: "orders",
            urn: urn("orders"),
            type: "Webhook",
            instance: "shop-01",
            webhookId: "7",
            status: "changed",
            differences: changed.differences,
          },
          {
            resource: "invoices",
            urn: urn("invoices"),
            type: "Webhook",
            instance: "shop-01",
            webhookId: null,
            status: "deleted",
            differences: [],
            repair: "recreated",
          },
        ],
        errors: [{ resource: "refused", instance: "shop-01", message: "could not read it\nnext: try" }],
      },
    ],
  });
});

test("Markdown has a row a difference, and the errors", () => {
  expect(renderMarkdown(REPORT)).toBe(`\
## ❌ Webhook drift: \`shop\`

2 of 4 webhooks drifted, 2 errors.

### \`production\`: 2 of 3 webhooks drifted

| resource | instance | property | declared | live |
| --- | --- | --- | --- | --- |
| \`orders\` | \`shop-01\` | \`name\` | \`orders\` | \`by hand\` |
| \`orders\` | \`shop-01\` | \`url\` | \`[secret]\` | \`[secret]\` |
| \`orders\` | \`shop-01\` | \`events.sendMessage\` | \`on\` | \`off\` |
| \`orders\` | \`shop-01\` | \`events.labelEdit\` | \`on\` | \`unknown to the server\` |
| \`invoices\` | \`shop-01\` |  |  | **deleted** |

### \`staging\`: 2 errors

\`\`\`text
no passphrase
\`\`\`

\`\`\`text
could not read it
next: try
\`\`\`

### \`empty\`: no webhooks in state: nothing to compare
`);
});

test("JUnit has a case a webhook, which fails on drift and errs where it could not be read", () => {
  const xml = renderJunit(REPORT);
  expect(xml).toContain('<testsuites name="webhook drift: shop" tests="5" failures="2" errors="2">');
  expect(xml).toContain('<testcase classname="production.fine" name="shop-01" time="0"/>');
  expect(xml).toContain(
    '<failure message="has drifted">name: declared orders, live by hand\nurl: declared [secret]',
  );
  expect(xml).toContain('<failure message="deleted"></failure>');
  expect(xml).toContain('<error message="could not be read">could not read it\nnext: try</error>');
  expect(xml).toContain('<error message="the stack could not be checked">no passphrase</error>');
});

describe("what a server says", () => {
  const evil = `</script><!--<b>&"'|\`a\`|\u001b[31m\u202e\n@all \ud800`;
  const report = reportOf({
    dev: {
      webhooks: [
        checkedWebhook({ status: "changed", differences: [{ property: "name", declared: "n", live: evil }] }),
      ],
    },
  });

  test("moves no cursor and breaks no line of a terminal", () => {
    const text = renderText(report, false);
    expect(text).toContain(`</script><!--<b>&"'|\`a\`|\ufffd[31m\ufffd\ufffd@all \ufffd\n`);
    for (const character of ["\u001b", "\u202e"]) expect(text).not.toContain(character);
  });

  test("stays in its cell of a Markdown table, in a code span", () => {
    const row = renderMarkdown(report)
      .split("\n")
      .find((line) => line.includes("script"));
    expect(row).toBe(
      "| `orders` | `shop-01` | `name` | `n` | ``</script><!--<b>&\"'\\|`a`\\|\ufffd[31m\ufffd\ufffd@all \ufffd`` |",
    );
  });

  test("is text in XML", () => {
    expect(renderJunit(report)).toContain(
      "live &lt;/script&gt;&lt;!--&lt;b&gt;&amp;&quot;'|`a`|\ufffd[31m\ufffd\ufffd@all \ufffd</failure>",
    );
  });

  test("ends no script in HTML", () => {
    const html = renderHtml(report);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).toContain("\\u003c/script>\\u003c!--\\u003cb>");
  });
});

test("the page allows itself its own style and script, and no network", () => {
  const html = renderHtml(REPORT);
  expect(html).toMatch(
    /content="default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri/,
  );
  expect(html).not.toMatch(/\{\{\w+\}\}|https?:\/\/(?!shop\.example)/);
});

describe("the verdict", () => {
  const repaired = { ...changed, repair: "repaired" } as const;
  const failed = { ...deleted, repair: "failed" } as const;
  const repair = "npx pulumi-codechat drift --repair";
  test.each<[string, Partial<StackReport>, string | undefined]>([
    ["2 of 3 webhooks drifted", PRODUCTION, repair],
    ["1 of 2 webhooks drifted, 1 could not be read", { webhooks: [changed, unreadable] }, repair],
    [
      "No drift in 1 webhook, 1 error",
      { webhooks: [checkedWebhook()], errors: ["x"] },
      "npx pulumi-codechat drift",
    ],
    ["1 of 1 webhook had drifted, all repaired", { webhooks: [repaired] }, undefined],
    ["1 of 2 drifted not repaired", { webhooks: [repaired, failed] }, "pulumi up --stack production"],
    ["The webhook is as declared", { webhooks: [checkedWebhook()] }, undefined],
    ["Nothing could be read", { errors: ["no passphrase"] }, "npx pulumi-codechat drift"],
    ["No webhooks in state", {}, undefined],
  ])("is: %s", (text, production, command) => {
    const verdict = verdictOf(reportOf({ production }));
    expect(verdict.text).toBe(text);
    expect(verdict.next?.command).toBe(command);
  });

  test("names the stacks to repair where they were chosen, so that no other is touched", () => {
    const report = {
      ...reportOf({ production: PRODUCTION, "it's": PRODUCTION, fine: {} }),
      chosen: true,
    } as const;
    expect(verdictOf(report).next?.command).toBe(
      "npx pulumi-codechat drift --stack production --stack 'it'\\''s' --repair",
    );
  });
});
