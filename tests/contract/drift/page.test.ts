import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { DriftReport } from "../../../cli/drift/model";
import { renderHtml } from "../../../cli/drift/report/html";
import { startBrowser } from "../../support/browser";
import { checkedWebhook, largeReport, reportOf } from "../../support/drift/report";

const SCREENSHOTS = resolve(__dirname, "../../../screenshots");
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

const folder = mkdtempSync(join(tmpdir(), "codechat-page-"));
let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
  mkdirSync(SCREENSHOTS, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page of a report; nothing may be said on the console, and nothing be loaded. */
async function open(report: DriftReport, options: BrowserContextOptions = WIDE) {
  const file = join(folder, "page.html");
  writeFileSync(file, renderHtml(report));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href) complaints.push(`loads ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, close: () => context.close() };
}

const rows = (page: Page) => page.locator("tr.webhook");
const shown = (page: Page) => page.locator("#shown").textContent();

test.each([10, 200, 2000])(
  "draws %d webhooks, the drifted ones first, and all of them as one asks",
  async (count) => {
    const { page, complaints, close } = await open(largeReport(count));
    expect(await page.locator("#counts").innerText()).toContain(String(count));
    const drifted = count / 10 + Math.ceil(count / 100);
    expect(await shown(page)).toBe(`${drifted} of ${count} webhooks`);
    expect(await rows(page).first().innerText()).toContain("orders-0");
    expect(await page.locator("tr.detail").first().innerText()).toMatch(/name\s+by hand, should be orders-0/);

    await page.getByLabel("Only drift and errors").uncheck();
    expect(await shown(page)).toBe(`${count} of ${count} webhooks`);
    await page.evaluate("while (!more.hidden) more.click()");
    expect(await rows(page).count()).toBe(count);
    expect(complaints).toEqual([]);
    await close();
  },
);

test("filters by text, by stack, and by drift", async () => {
  const { page, complaints, close } = await open(largeReport(200));
  await page.getByLabel("Stack").selectOption("staging");
  expect(await shown(page)).toBe("11 of 200 webhooks");
  await page.getByLabel("Search").fill("shop-120");
  expect(await rows(page).count()).toBe(1);
  await page.getByLabel("Search").fill("SHOP-12 hand");
  expect(await rows(page).allInnerTexts()).toEqual([expect.stringContaining("orders-120")]);
  await page.getByLabel("Search").fill("nowhere");
  expect(await rows(page).count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test("marks a drifted flag by a word, not by colour alone, and says what it should be", async () => {
  const { page, close } = await open(largeReport(10));
  const flag = page.locator("tr.webhook.changed td.differs");
  expect(await flag.count()).toBe(1);
  expect(await flag.locator(".sign").innerText()).toMatch(/^(on|off)$/);
  expect(await flag.getAttribute("title")).toMatch(/^messagesUpsert: (on, should be off|off, should be on)$/);
  await close();
});

test("begins with the verdict and the command that repairs, without JavaScript too", async () => {
  const { page, close } = await open(largeReport(200), { ...WIDE, javaScriptEnabled: false });
  expect(await page.getByRole("heading").innerText()).toBe("22 of 200 webhooks drifted");
  expect(await page.locator("#next code").innerText()).toBe("npx pulumi-codechat drift --repair");
  await close();
});

test("has `enabled` as the first column of the map, where a webhook that is off stands out", async () => {
  const { page, close } = await open(screenshotReport());
  expect(await page.getByRole("columnheader").nth(1).innerText()).toBe("enabled");
  const row = page.getByRole("row", { name: /orders-3/ }).first();
  expect(await row.getByRole("cell").first().getAttribute("title")).toBe("enabled: off, should be on");
  await close();
});

test("keeps the width of every column under a filter, and where nothing matches", async () => {
  const { page, close } = await open(largeReport(200));
  const widths = () =>
    page
      .locator("#columns th")
      .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().width));
  const before = await widths();
  for (const words of ["shop-120", "nowhere"]) {
    await page.getByLabel("Search").fill(words);
    expect(await widths()).toEqual(before);
  }
  await close();
});

test("says that no webhook matches, and shows all again", async () => {
  const { page, close } = await open(largeReport(10));
  await page.getByLabel("Search").fill("nowhere");
  expect(await page.locator("#map tbody").innerText()).toContain("No webhook matches these filters.");
  await page.getByRole("button", { name: "Show all webhooks" }).press("Enter");
  expect(await shown(page)).toBe("10 of 10 webhooks");
  await close();
});

test("shows a deleted webhook as one band like that of the legend", async () => {
  const { page, close } = await open(screenshotReport());
  expect(await page.locator("#legend li", { hasText: "deleted" }).innerText()).toContain("✕");
  expect(await page.locator("tr.webhook.deleted td").innerText()).toContain("✕");
  for (const band of ["#legend .deleted", "tr.webhook.deleted td"]) {
    const style = `getComputedStyle(document.querySelector("${band}")).borderTopStyle`;
    expect(await page.evaluate(style)).toBe("dashed");
  }
  expect(await page.locator("tr.webhook.deleted td.flag").count()).toBe(0);
  await close();
});

test("says the event of each flag on a phone, where there are no heads of columns", async () => {
  const { page, close } = await open(screenshotReport(), PHONE);
  expect(await page.locator("thead").isVisible()).toBe(false);
  const cells = page.locator("tr.webhook.changed td.flag:visible");
  expect(await cells.allInnerTexts()).toEqual([
    "enabled: off, should be on",
    "messagesUpdate: off, should be on",
    "sendMessage: on, should be off",
  ]);
  await page.getByLabel("Only drift and errors").uncheck();
  const fine = page.locator("tr.webhook.unchanged td.flag:visible");
  for (const text of await fine.allInnerTexts()) expect(text).toMatch(/^\w+: on$/);
  await close();
});

test("shows texts from a server as texts", async () => {
  const evil = `</script><img src=x onerror="console.log(1)">`;
  const differences = [{ property: "name", declared: evil, live: evil }];
  const webhooks = [checkedWebhook({ resource: evil, status: "changed", differences, reason: evil })];
  const report = {
    ...reportOf({ [evil]: { webhooks, errors: [evil] } }),
    project: evil,
    chosen: true,
  } as const;
  const { page, complaints, close } = await open(report);
  expect(await page.locator("#verdict").innerText()).toContain(evil);
  expect(await rows(page).first().innerText()).toContain(evil);
  expect(await page.locator("#errors").innerText()).toContain(evil);
  expect(await page.locator("img").count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

test.each([
  ["light", { ...WIDE, colorScheme: "light" }],
  ["dark", { ...WIDE, colorScheme: "dark" }],
  ["narrow", { ...PHONE, colorScheme: "light" }],
  ["narrow-dark", { ...PHONE, colorScheme: "dark" }],
] as const)("is readable and nothing is cut off: %s", async (name, options) => {
  const { page, complaints, close } = await open(screenshotReport(), options);
  const background = await page.evaluate("getComputedStyle(document.body).backgroundColor");
  expect(background).toBe(options.colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(20, 24, 29)");
  const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  expect(overflow).toBeLessThanOrEqual(0);
  await page.screenshot({ path: join(SCREENSHOTS, `drift-${name}.png`), fullPage: true });
  expect(complaints).toEqual([]);
  await close();
});

/** Every sort of row, with as many events as a server has. */
function screenshotReport(): DriftReport {
  const names =
    "callUpsert chatsSet chatsUpdate chatsUpsert connectionUpdate contactsSet contactsUpdate contactsUpsert " +
    "groupParticipantsUpdate groupUpdate groupsUpsert messagesSet messagesUpdate messagesUpsert presenceUpdate " +
    "qrcodeUpdate sendMessage stateInstance";
  const flags = (declared: boolean | null, live: boolean | null) =>
    Object.fromEntries(
      names.split(" ").map((name, index) => {
        const pair = { declared: index % 4 === 0 ? declared : false, live: index % 4 === 0 ? live : false };
        return [name, pair];
      }),
    );
  const place = (number: number) => ({
    resource: `orders-${number}`,
    instance: `shop-0${number}`,
    webhookId: `5f0c2a9e-0000-4000-8000-00000000000${number}`,
  });
  const events = flags(true, true);
  return reportOf({
    production: {
      webhooks: [
        checkedWebhook({ ...place(1), events }),
        checkedWebhook({ ...place(2), events: flags(null, true) }),
        checkedWebhook({
          ...place(3),
          status: "changed",
          enabled: { declared: true, live: false },
          events: {
            ...events,
            messagesUpdate: { declared: true, live: false },
            sendMessage: { declared: false, live: true },
          },
          differences: [
            {
              property: "url",
              declared: "https://shop.example/hooks/orders",
              live: "https://elsewhere.example/hook",
            },
            { property: "enabled", declared: true, live: false },
            { property: "events.messagesUpdate", declared: true, live: false },
            { property: "events.sendMessage", declared: false, live: true },
          ],
        }),
        checkedWebhook({ ...place(4), status: "deleted", repair: "recreated", events: flags(true, null) }),
      ],
    },
    staging: {
      webhooks: [
        checkedWebhook({
          ...place(5),
          status: "changed",
          events,
          differences: [{ property: "url", declared: "[secret]", live: "[secret]", secret: true }],
        }),
        checkedWebhook({
          ...place(6),
          status: "unreadable",
          reason:
            "GET /api/v2/instance/shop-06/webhook/6 was answered 401 Unauthorized\nnext: give this instance's own token",
        }),
      ],
      errors: ["codechat:tokens: must be a JSON object of instance id and token"],
    },
  });
}
