"use strict";

/**
 * @typedef {object} Difference
 * @property {string} property
 * @property {string | boolean} declared
 * @property {string | boolean | null} live
 * @property {true} [secret]
 *
 * @typedef {object} Webhook
 * @property {string} stack
 * @property {string} resource
 * @property {string} type
 * @property {string} instance
 * @property {string} [webhookId]
 * @property {string} name
 * @property {string} url
 * @property {"unchanged" | "changed" | "deleted" | "unsettled" | "unreadable"} status
 * @property {Difference[]} differences
 * @property {string} flags a digit a column: three times what is declared, and what is live (0 none, 1 off, 2 on)
 * @property {string} [reason]
 * @property {"repaired" | "recreated" | "failed"} [repair]
 *
 * @typedef {object} Report
 * @property {Record<"webhooks" | "changed" | "deleted" | "unsettled" | "unreadable" | "errors" | "repaired", number>} counts
 * @property {string[]} columns properties: `enabled`, then `events.` and the name of each event
 * @property {{ stack: string, summary: string, errors: string[] }[]} stacks
 * @property {Webhook[]} webhooks those of one stack follow each other
 */

/** Rows that are drawn at once; more come as one scrolls. */
const CHUNK = 100;
/** Widths of columns, in rem. */
const WIDTHS = { webhook: 17, flag: 1.8, url: 11 };
/** Flags by digit. */
const STATES = ["not known", "off", "on"];

/** What tables are to a screen reader, also where the style draws them as cards. @type {Record<string, string>} */
const ROLES = { tr: "row", td: "cell" };

/**
 * What a person reads of each status: a sign, a word, a sentence.
 * @type {Record<Webhook["status"], [string, string, string]>}
 */
const STATUSES = {
  unchanged: ["", "as declared", ""],
  changed: ["≠", "changed", ""],
  deleted: ["✕", "deleted", "The server has no such webhook any more."],
  unsettled: ["…", "not finished", ""],
  unreadable: ["?", "could not be read", ""],
};

/** @type {Report} */
const report = JSON.parse(byId("report", HTMLScriptElement).text);
const text = byId("text", HTMLInputElement);
const stack = byId("stack", HTMLSelectElement);
const drifted = byId("drifted", HTMLInputElement);
const map = byId("map", HTMLTableElement);
const more = byId("more", HTMLButtonElement);

/** What the search looks at, by webhook. */
const searched = new Map(report.webhooks.map((webhook) => [webhook, searchText(webhook)]));
/** @type {Webhook[]} */
let matching = [];
let drawn = 0;

start();

function start() {
  const when = byId("when", HTMLTimeElement);
  when.textContent = new Date(when.dateTime).toLocaleString();
  drawCounts();
  drawErrors();
  drawColumns();
  for (const { stack: name } of report.stacks) stack.append(new Option(name, name));
  byId("filters", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  for (const control of [text, stack, drifted]) control.addEventListener("input", filter);
  more.addEventListener("click", drawMore);
  new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) drawMore();
  }).observe(more);
  drifted.checked = report.webhooks.some((webhook) => webhook.status !== "unchanged");
  filter();
}

/** Columns have widths of their own, so rows that come and go do not move them. */
function drawColumns() {
  const flags = report.columns.map((property) => [nameOf(property), WIDTHS.flag, "event"]);
  const columns = [["webhook", WIDTHS.webhook, "corner"], ...flags, ["url", 0, "url"]];
  for (const [name, width, kind] of columns) {
    const head = header("col", String(kind), element("span", "", String(name)));
    if (name === "enabled") head.classList.add("enabled");
    byId("columns", HTMLElement).append(head);
    const column = element("col", "");
    if (width) column.style.width = `${width}rem`;
    byId("widths", HTMLElement).append(column);
  }
  const least = WIDTHS.webhook + WIDTHS.flag * report.columns.length + WIDTHS.url;
  map.style.setProperty("--least", `${least}rem`);
}

function filter() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  matching = report.webhooks.filter(
    (webhook) =>
      (stack.value === "" || webhook.stack === stack.value) &&
      (!drifted.checked || webhook.status !== "unchanged") &&
      words.every((word) => searched.get(webhook)?.includes(word)),
  );
  drawn = 0;
  for (const body of [...map.tBodies]) body.remove();
  byId("shown", HTMLElement).textContent = `${matching.length} of ${report.webhooks.length} webhooks`;
  if (matching.length === 0) drawNothing();
  drawMore();
}

/** An empty map says that it is empty, and how to fill it. */
function drawNothing() {
  if (report.webhooks.length === 0) return drawWide("empty", "There are no webhooks to show.");
  const all = element("button", "", "Show all webhooks");
  all.setAttribute("type", "button");
  all.addEventListener("click", () => {
    text.value = stack.value = "";
    drifted.checked = false;
    filter();
    text.focus();
  });
  drawWide("empty", element("p", "", "No webhook matches these filters."), all);
}

/**
 * @param {string} kind
 * @param {(Node | string)[]} children
 */
function drawWide(kind, ...children) {
  map
    .createTBody()
    .append(element("tr", kind, across(element("td", ""), report.columns.length + 2, children)));
}

function drawMore() {
  const next = matching.slice(drawn, drawn + CHUNK);
  next.forEach((webhook, index) => {
    const before = matching[drawn + index - 1];
    if (webhook.stack !== before?.stack) drawStack(webhook.stack);
    map.tBodies[map.tBodies.length - 1]?.append(...rowsOf(webhook));
  });
  drawn += next.length;
  more.hidden = drawn >= matching.length;
  more.textContent = `Show more (${matching.length - drawn})`;
}

/** @param {string} name */
function drawStack(name) {
  const summary = report.stacks.find((found) => found.stack === name)?.summary ?? "";
  const head = header("rowgroup", "");
  const children = [element("span", "stack", element("b", "", name), ` ${summary}`)];
  const body = map.createTBody();
  body.setAttribute("role", "rowgroup");
  body.append(element("tr", "group", across(head, report.columns.length + 2, children)));
}

/** @param {Webhook} webhook */
function rowsOf(webhook) {
  const { status, differences, reason, repair } = webhook;
  const isMap = status === "unchanged" || status === "changed";
  const flags = isMap
    ? [...report.columns.map((property, column) => flagOf(webhook, property, column)), urlOf(webhook)]
    : [bandOf(webhook)];
  const outcome = repair === undefined ? "" : ` ${repair === "failed" ? "failed" : "repaired"}`;
  const head = headOf(webhook);
  const row = element("tr", `webhook ${status}${outcome}`, head, ...flags);
  if (!isMap || (differences.length === 0 && reason === undefined)) return [row];
  head.setAttribute("rowspan", "2");
  const parts = differences.map((one) => differencePart(webhook, one));
  const said = parts.length > 0 ? [element("dl", "", ...parts)] : [];
  if (reason !== undefined) said.push(element("p", "reason", ...withCode(reason)));
  const inMap = reason === undefined && parts.every((part) => part.className === "in-map") ? " in-map" : "";
  const cell = across(element("td", ""), report.columns.length + 1, said);
  return [row, element("tr", `detail${outcome}${inMap}`, cell)];
}

/** @param {Webhook} webhook */
function urlOf({ url, differences }) {
  const difference = differences.find(({ property }) => property === "url");
  const shown = difference ? `≠ ${difference.secret ? url : difference.live}` : url;
  const cell = element("td", difference ? "url differs" : "url", element("bdi", "", shown));
  cell.title = shown;
  return cell;
}

/** @param {Webhook} webhook */
function headOf({ resource, instance, name, webhookId = "no id yet", status, repair }) {
  const [sign, word] = STATUSES[status];
  const badges = status === "unchanged" ? [] : [element("span", `badge ${status}`, `${sign} ${word}`)];
  if (repair !== undefined) {
    badges.push(element("span", `badge ${repair}`, repair === "failed" ? "repair failed" : `✓ ${repair}`));
  }
  const head = header(
    "row",
    "",
    element("b", "", resource),
    ...badges.flatMap((badge) => [" ", badge]),
    element("small", "", `${instance} · ${webhookId}`),
  );
  head.title = `name: ${name}`;
  return head;
}

/**
 * @param {Webhook} webhook
 * @param {string} property
 * @param {number} column
 */
function flagOf({ flags, differences }, property, column) {
  const [declared, live] = pairOf(flags, column);
  const difference = differences.find((one) => one.property === property);
  const [kind, sign, words] = difference
    ? ["differs", signOf(difference), wordsOf(difference).filter(Boolean).join(", should be ")]
    : declared === 0 || live === 0
      ? ["free", live === 2 ? "○" : "", `${STATES[live]}, not declared`]
      : declared !== live
        ? ["free", live === 2 ? "○" : "", `${STATES[live]}, not compared`]
        : live === 2
          ? ["on", "●", "on"]
          : ["off", "·", "off"];
  const mark = element("span", "sign", sign);
  mark.setAttribute("aria-hidden", "true");
  const label = element("span", "event", `${nameOf(property)}: `);
  const cell = element("td", `flag ${kind}`, mark, label, element("span", "words", words));
  if (property === "enabled") cell.classList.add("enabled");
  cell.title = `${nameOf(property)}: ${words}`;
  return cell;
}

/**
 * In place of flags and url, which nobody knows: what is the matter with the webhook as a whole.
 * @param {Webhook} webhook
 */
function bandOf({ status, url, flags, reason, repair }) {
  const [sign, word, sentence] = STATUSES[status];
  const on = report.columns.filter((_, column) => pairOf(flags, column)[0] === 2).map(nameOf);
  const wanted = status === "deleted" && on.length > 0 ? ` Declared: ${url}, on: ${on.join(", ")}.` : "";
  const mark = element("span", "mark", sign);
  mark.setAttribute("aria-hidden", "true");
  const said = repair === "recreated" ? "It was deleted, and is there again with a new id." : sentence;
  const texts = [`${said}${repair === "recreated" ? "" : wanted}`, reason ?? ""].filter(Boolean);
  const label = element("span", "reason", ...withCode(texts.join("\n") || word));
  const both = element("div", "", mark, label);
  return across(element("td", `band ${status}`), report.columns.length + 1, [both]);
}

/**
 * @param {Webhook} webhook
 * @param {Difference} difference
 */
function differencePart({ repair }, difference) {
  const { property, declared, live, secret } = difference;
  const was = repair === "repaired" ? "was " : "";
  const isText = !secret && typeof declared === "string";
  const [is, should] = isText ? [String(live), declared] : wordsOf(difference);
  const value = element("dd", "", was, element("bdi", "live", is));
  if (should !== "") value.append(", should be ", element("bdi", "", should));
  const kind = report.columns.includes(property) ? "in-map" : isText ? "long" : "";
  return element("div", kind, element("dt", "", nameOf(property)), value);
}

function drawCounts() {
  const { webhooks, changed, deleted, unsettled, unreadable, repaired } = report.counts;
  const fine = webhooks - changed - deleted - unsettled - unreadable;
  /** @type {[string, number, string][]} */
  const counts = [
    ["webhooks", webhooks, "all"],
    ["≠ changed", changed, "changed"],
    ["✕ deleted", deleted, "deleted"],
    ["… not finished", unsettled, "unsettled"],
    ["? could not be read", unreadable, "unreadable"],
    ["✓ repaired", repaired, "repaired"],
    ["as declared", fine, "fine"],
  ];
  byId("counts", HTMLElement).append(
    ...counts
      .filter(([, number, kind]) => number > 0 || kind === "all")
      .map(([name, number, kind]) =>
        element("div", `count ${kind}`, element("dt", "", name), element("dd", "", String(number))),
      ),
  );
}

function drawErrors() {
  const errors = byId("errors", HTMLElement);
  errors.append(
    ...report.stacks.flatMap(({ stack: name, errors: texts }) =>
      texts.map((message) => element("p", "reason", element("b", "", `${name}: `), ...withCode(message))),
    ),
  );
  errors.hidden = errors.childElementCount === 0;
}

/** @param {Webhook} webhook */
function searchText({ stack: of, resource, instance, webhookId, name, url, status, differences }) {
  const values = differences.flatMap(({ property, declared, live }) => [property, declared, live]);
  return [of, resource, instance, webhookId, name, url, status, STATUSES[status][1], ...values]
    .join(" ")
    .toLowerCase();
}

/**
 * @param {string} flags
 * @param {number} column
 * @returns {[number, number]} declared, and live
 */
function pairOf(flags, column) {
  const pair = Number(flags[column]);
  return [Math.floor(pair / 3), pair % 3];
}

/**
 * @param {Difference} difference of a flag
 * @returns {[string, string]} what it is, and what it should be
 */
function wordsOf({ declared, live, secret }) {
  if (secret) return ["not as declared (secret)", ""];
  const is = live === null ? "not known to the server" : live ? "on" : "off";
  return [is, declared ? "on" : "off"];
}

/** @param {Difference} difference of a flag */
function signOf({ live, secret }) {
  if (secret) return "≠";
  return live === null ? "?" : live ? "on" : "off";
}

/**
 * A text with its commands, which stand between backticks.
 * @param {string} text
 */
function withCode(text) {
  return text.split(/`([^`\n]+)`/).map((part, index) => (index % 2 === 0 ? part : element("code", "", part)));
}

/** @param {string} property */
function nameOf(property) {
  return property.replace(/^events\./, "");
}

/**
 * A cell across columns.
 * @param {HTMLElement} cell
 * @param {number} columns
 * @param {(Node | string)[]} children
 */
function across(cell, columns, children) {
  cell.setAttribute("colspan", String(columns));
  cell.append(...children);
  return cell;
}

/**
 * @param {"col" | "row" | "rowgroup"} scope
 * @param {string} className
 * @param {(Node | string)[]} children
 */
function header(scope, className, ...children) {
  const made = element("th", className, ...children);
  made.setAttribute("scope", scope);
  made.setAttribute("role", scope === "col" ? "columnheader" : "rowheader");
  return made;
}

/**
 * Texts become text nodes, never markup.
 * @param {string} name
 * @param {string} className
 * @param {(Node | string)[]} children
 */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  const role = ROLES[name];
  if (role !== undefined) made.setAttribute("role", role);
  made.append(...children);
  return made;
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`there is no ${type.name} #${id}`);
  return found;
}
