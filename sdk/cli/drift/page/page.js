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
 * @property {string} flags a digit an event: three times what is declared, and what is live (0 none, 1 off, 2 on)
 * @property {string} [reason]
 * @property {"repaired" | "recreated" | "failed"} [repair]
 *
 * @typedef {object} Report
 * @property {string} project
 * @property {string} checkedAt
 * @property {Record<"webhooks" | "changed" | "deleted" | "unsettled" | "errors" | "repaired", number>} counts
 * @property {string[]} events
 * @property {{ stack: string, errors: string[] }[]} stacks
 * @property {Webhook[]} webhooks
 */

/** Rows that are drawn at once; more come as one scrolls. */
const CHUNK = 100;
const STATES = ["left alone", "off", "on"];
const LIVE_STATES = ["not known", "off", "on"];

/** @type {Report} */
const report = JSON.parse(byId("report", HTMLScriptElement).text);
const text = byId("text", HTMLInputElement);
const stack = byId("stack", HTMLSelectElement);
const drifted = byId("drifted", HTMLInputElement);
const rows = byId("rows", HTMLTableSectionElement);
const more = byId("more", HTMLButtonElement);

/** What the search looks at, by webhook. */
const searched = new Map(report.webhooks.map((webhook) => [webhook, searchText(webhook)]));
/** @type {Webhook[]} */
let matching = [];
let drawn = 0;

start();

function start() {
  const when = new Date(report.checkedAt).toLocaleString();
  byId("where", HTMLElement).textContent = `${report.project}, checked ${when}`;
  drawCounts();
  drawErrors();
  byId("columns", HTMLElement).append(
    ...report.events.map((event) => {
      const head = element("th", "event", element("span", "", event));
      head.setAttribute("scope", "col");
      return head;
    }),
  );
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

function filter() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  matching = report.webhooks.filter(
    (webhook) =>
      (stack.value === "" || webhook.stack === stack.value) &&
      (!drifted.checked || webhook.status !== "unchanged") &&
      words.every((word) => searched.get(webhook)?.includes(word)),
  );
  drawn = 0;
  rows.replaceChildren();
  byId("shown", HTMLElement).textContent = `${matching.length} of ${report.webhooks.length} webhooks`;
  drawMore();
}

function drawMore() {
  const next = matching.slice(drawn, drawn + CHUNK);
  rows.append(...next.flatMap(rowsOf));
  drawn += next.length;
  more.hidden = drawn >= matching.length;
  more.textContent = `Show more (${matching.length - drawn})`;
}

/** @param {Webhook} webhook */
function rowsOf(webhook) {
  const { status, differences, reason } = webhook;
  const row = element(
    "tr",
    `webhook ${status}`,
    headOf(webhook),
    ...report.events.map((event, column) => flagOf(webhook, event, column)),
  );
  if (differences.length === 0 && reason === undefined) return [row];
  const cell = element("td", "");
  cell.setAttribute("colspan", String(report.events.length + 1));
  if (differences.length > 0) cell.append(element("dl", "", ...differences.flatMap(differenceParts)));
  if (reason !== undefined) cell.append(element("p", "reason", reason));
  return [row, element("tr", "detail", cell)];
}

/** @param {Webhook} webhook */
function headOf({ resource, instance, stack: of, name, url, webhookId = "not created", status, repair }) {
  const badges = status === "unchanged" ? [] : [element("span", "badge", status)];
  if (repair !== undefined) badges.push(element("span", `badge ${repair}`, repair));
  const head = element(
    "th",
    "",
    element("b", "", resource),
    ...badges.flatMap((badge) => [badge, " "]),
    element("small", "", `${of} · ${instance} · ${webhookId}`),
  );
  head.setAttribute("scope", "row");
  head.title = `${name}\n${url}`;
  return head;
}

/**
 * @param {Webhook} webhook
 * @param {string} event
 * @param {number} column
 */
function flagOf({ flags, differences }, event, column) {
  const pair = Number(flags[column]);
  const [declared, live] = [Math.floor(pair / 3), pair % 3];
  const differs = differences.some(({ property }) => property === `events.${event}`);
  const [kind, sign] = differs
    ? ["missing", declared === 2 ? "−" : "+"]
    : declared === 0
      ? ["free", live === 2 ? "○" : ""]
      : declared === 2
        ? ["on", "●"]
        : ["off", "·"];
  const cell = element("td", `flag ${kind}`, sign);
  cell.title = `${event}: declared ${STATES[declared]}, live ${LIVE_STATES[live]}`;
  return cell;
}

/** @param {Difference} difference */
function differenceParts({ property, declared, live, secret }) {
  const values = secret
    ? [element("ins", "", "differs"), " (secret)"]
    : [element("del", "", inWords(declared)), " → ", element("ins", "", inWords(live))];
  return [element("dt", "", property), element("dd", "", ...values)];
}

function drawCounts() {
  const { webhooks, changed, deleted, unsettled, errors, repaired } = report.counts;
  /** @type {[string, number, boolean][]} */
  const counts = [
    ["webhooks", webhooks, false],
    ["changed", changed, true],
    ["deleted", deleted, true],
    ["unsettled", unsettled, true],
    ["errors", errors, true],
  ];
  if (repaired > 0) counts.push(["repaired", repaired, false]);
  byId("counts", HTMLElement).append(
    ...counts.map(([name, number, isBad]) =>
      element(
        "div",
        isBad && number > 0 ? "bad" : "",
        element("dt", "", name),
        element("dd", "", String(number)),
      ),
    ),
  );
}

function drawErrors() {
  const errors = byId("errors", HTMLElement);
  errors.append(
    ...report.stacks.flatMap(({ stack: name, errors: texts }) =>
      texts.map((message) => element("p", "", element("b", "", `${name}: `), message)),
    ),
  );
  errors.hidden = errors.childElementCount === 0;
}

/** @param {Webhook} webhook */
function searchText({ stack: of, resource, instance, webhookId, name, url, status, differences }) {
  const values = differences.flatMap(({ property, declared, live }) => [property, declared, live]);
  return [of, resource, instance, webhookId, name, url, status, ...values].join(" ").toLowerCase();
}

/** @param {string | boolean | null} value */
function inWords(value) {
  if (value === null) return "unknown to the server";
  return typeof value === "boolean" ? (value ? "on" : "off") : value;
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
