import type { CallName, Dialect, Emulator, Fault, FaultRule } from "../../emulator/src";
import {
  ASKS_FOR_TOKEN,
  answering,
  FOREIGN_ANSWERS,
  FOREIGN_IN_API_FORM,
  foreignAnswer,
  SAYS_WHO_ANSWERED,
} from "../support/answers/foreign";
import {
  type AbsenceOperation,
  LISTING_OPERATIONS,
  liveIds,
  liveIn,
  OPERATIONS,
} from "../support/answers/operations";
import { countCalls } from "../support/provider/fleet";
import { failureOf, startRun } from "../support/provider/provider";
import { created, ORDERS } from "../support/provider/resource";
import { INSTANCE, startServer, takeCalls } from "../support/server/server";

type Counts = Partial<Record<CallName, number>>;

const by = (who: string): Fault => answering(foreignAnswer(who)).fault;
const json = (status: number, body: unknown): Fault => ({ kind: "body", status, body: JSON.stringify(body) });

const TEXT = by("Traefik, while a container is replaced");
const PAGE = by("nginx, 404");
const OTHER_JSON = by("Kong, without a route");
const NO_WEBHOOK: Fault = { kind: "status", status: 404, message: "Webhook not found" };
const NO_INSTANCE: Fault = { kind: "status", status: 404, message: "Instance not found" };
const NO_ROUTE: Fault = { kind: "noRoute" };
const NOT_ALLOWED: Fault = { kind: "status", status: 405 };

/** What the call for a webhook is answered, and then the list; whether somebody else than the API spoke. */
const UNPROVEN: readonly (readonly [string, { call: Fault; list: Fault; foreign?: false }])[] = [
  ["a gateway answers text", { call: TEXT, list: TEXT }],
  ["a gateway answers a page", { call: PAGE, list: PAGE }],
  [
    "a gateway answers nothing",
    { call: by("Envoy and Istio, without a route"), list: by("Caddy, without a route") },
  ],
  ["a gateway answers JSON of its own", { call: OTHER_JSON, list: OTHER_JSON }],
  ["a gateway answers []", { call: by("an empty list"), list: by("an empty list") }],
  [
    "a gateway answers in the API's form",
    { call: by("Azure API Management"), list: by("Azure API Management"), foreign: false },
  ],
  ["the server has no /api/v2", { call: NO_ROUTE, list: NO_ROUTE }],
  ["a CodeChat server of another kind answers", { call: by("whatsapp-api"), list: by("whatsapp-api") }],
  [
    "the server's errors have `messages`",
    { call: by("whatsapp-api-go, no such route"), list: by("whatsapp-api-go, no such route") },
  ],
  ["the instance is not found either", { call: NO_WEBHOOK, list: NO_INSTANCE, foreign: false }],
  ["the list is answered a 404 page", { call: NO_WEBHOOK, list: PAGE }],
  ["the list is answered a firewall's 403 page", { call: NO_WEBHOOK, list: by("Cloudflare, firewall") }],
  ["the list is answered another's 401", { call: NO_WEBHOOK, list: by("Kong, key authentication") }],
  ["the list is answered 401", { call: NO_WEBHOOK, list: { kind: "status", status: 401 }, foreign: false }],
  ["the list is answered a 502 page", { call: NO_WEBHOOK, list: by("nginx, server down") }],
  ["the list is answered a page with 200", { call: NO_WEBHOOK, list: by("a captive portal, with 200") }],
  ["the list is answered {} with 200", { call: NO_WEBHOOK, list: json(200, {}) }],
  ["the list is answered [{}] with 200", { call: NO_WEBHOOK, list: json(200, [{}]) }],
  ["there is no list (405), and text says 404", { call: TEXT, list: NOT_ALLOWED }],
  ["there is no list (404), and other JSON says 404", { call: OTHER_JSON, list: NO_ROUTE }],
  ["there is no list (405), and no call for one webhook", { call: NO_ROUTE, list: NOT_ALLOWED }],
  [
    "there is no list (405), and a 404 has a list of objects as its message",
    {
      call: json(404, { statusCode: 404, message: [{ property: "id", message: "?" }] }),
      list: NOT_ALLOWED,
      foreign: false,
    },
  ],
];

/** The calls that an operation makes until it has asked the list, or does not ask it. */
function countsOf(
  { before = {}, call, webhooks }: Pick<AbsenceOperation, "before" | "call" | "webhooks">,
  lists: 0 | 1,
  after: Counts = {},
): Counts {
  const counts: Counts = { ...before, [call]: webhooks, ...(lists && call !== "list" && { list: webhooks }) };
  for (const [name, count] of Object.entries(after) as [CallName, number][]) {
    counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}

/** Checks the calls of an operation whose webhooks are gone; how often a new one is looked for first is left open. */
function expectCalls(server: Emulator, operation: AbsenceOperation): void {
  const { after } = operation.whereGone;
  const counts = countCalls(server);
  const { list, ...others } = countsOf(operation, 1, after);
  if (after) expect(counts).toMatchObject(others);
  else expect(counts).toEqual(countsOf(operation, 1));
}

/** Runs an operation that is to fail, and checks that it leaves everything as it was. */
async function expectToChangeNothing(
  operation: Pick<AbsenceOperation, "prepare">,
  rules: readonly FaultRule[],
  counts: Counts,
): Promise<string> {
  const { server, act, kept } = await operation.prepare();
  const [live, state] = [liveIn(server), kept()];
  countCalls(server);
  server.faults.set(...rules);
  const error = await act();
  expect(error).toBeDefined();
  expect(countCalls(server)).toEqual(counts);
  expect(liveIn(server)).toEqual(live);
  expect(kept()).toEqual(state);
  server.faults.clear();
  expect(await act()).toBeUndefined();
  return error ?? "";
}

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s",
  (_name, operation) => {
    const { call, whereGone, goesOn, prepare } = operation;

    test.each(UNPROVEN)("changes nothing where %s; the next run goes on", async (_case, answers) => {
      const rules = [
        { call, fault: answers.call },
        { call: "list", fault: answers.list },
      ] as const;
      const error = await expectToChangeNothing(operation, rules, countsOf(operation, 1));
      if (answers.foreign !== false) {
        expect(error).toMatch(SAYS_WHO_ANSWERED);
        expect(error).not.toMatch(ASKS_FOR_TOKEN);
      }
    });

    test.each([
      ["text", TEXT],
      ["a page", PAGE],
      ["the API's own words", NO_WEBHOOK],
      ["a missing route", NO_ROUTE],
    ] as const)("takes it for there where 404 is %s and the list has it", async (_body, fault) => {
      const { server, act, kept } = await prepare();
      const [ids, live, state] = [liveIds(server), liveIn(server), kept()];
      countCalls(server);
      server.faults.set({ call, fault });
      const error = await act();
      expect(liveIds(server)).toEqual(ids);
      const counts = countCalls(server);
      if (goesOn) {
        // It only needs to know that it is there, and goes on with what the list shows.
        expect(error).toBeUndefined();
        expect(counts).toMatchObject(countsOf(operation, 1));
        return;
      }
      expect(counts).toEqual(countsOf(operation, 1));
      expect(liveIn(server)).toEqual(live);
      expect(kept()).toEqual(state);
      // A look is content with the list; a change is not made.
      if (call === "get") expect(error).toBeUndefined();
      else expect(error).toBeDefined();
    });

    test.each([
      ["401", "Kong, key authentication"],
      ["403", "Cloudflare, challenge"],
      ["403", "AWS REST API, without a resource"],
      ["405", "nginx, no such method"],
      ["503", "Envoy, without a healthy server"],
    ])("asks for no list where %s comes from %s", async (_status, who) => {
      const rules = [answering(foreignAnswer(who), call)];
      const error = await expectToChangeNothing(operation, rules, countsOf(operation, 0));
      expect(error).toMatch(SAYS_WHO_ANSWERED);
      expect(error).not.toMatch(ASKS_FOR_TOKEN);
    });

    test.each<[string, Partial<Dialect>]>([
      ["the list does not have it", {}],
      ["there is no list (405)", { listCall: 405 }],
      ["there is no list (404)", { listCall: 404 }],
      ["there is no list (404), and messages are strings", { listCall: 404, errorMessage: "string" }],
    ])("takes a webhook for gone where the API says so and %s", async (_case, dialect) => {
      const { server, act, kept } = await prepare(dialect);
      for (const { instanceId, webhookId } of server.webhooks()) server.remove(instanceId, webhookId);
      const before = kept();
      countCalls(server);
      const error = await act();
      expectCalls(server, operation);
      if (whereGone.error) {
        expect(error).toMatch(whereGone.error);
        expect(kept()).toEqual(before);
      } else {
        expect(error).toBeUndefined();
        expect(kept()).toEqual(whereGone.kept);
      }
    });

    test("takes a webhook for gone where a gateway says 404 and the list does not have it", async () => {
      const { server, act, kept } = await prepare();
      for (const { instanceId, webhookId } of server.webhooks()) server.remove(instanceId, webhookId);
      countCalls(server);
      server.faults.set({ call, nth: { from: 1, count: operation.webhooks }, fault: TEXT });
      const error = await act();
      expectCalls(server, operation);
      if (whereGone.error) expect(error).toMatch(whereGone.error);
      else expect(kept()).toEqual(whereGone.kept);
    });

    test("makes no call for the list where the webhooks are there", async () => {
      const { server, act } = await prepare();
      countCalls(server);
      expect(await act()).toBeUndefined();
      expect(countCalls(server)).not.toHaveProperty("list");
    });
  },
);

describe.each(LISTING_OPERATIONS.map((operation) => [operation.name, operation] as const))(
  "%s",
  (_name, operation) => {
    test.each([
      ["text with 404", "Traefik, while a container is replaced"],
      ["a page with 404", "nginx, 404"],
      ["nothing with 404", "Caddy, without a route"],
      ["JSON with 404", "AWS HTTP API, without a route"],
      ["a page with 403", "Cloudflare, firewall"],
      ["JSON with 401", "Kong, key authentication"],
      ["`messages` with 404", "whatsapp-api-go, no such route"],
    ])("says who seems to have answered %s", async (_body, who) => {
      const rules = [answering(foreignAnswer(who), "list")];
      const error = await expectToChangeNothing(operation, rules, { list: 1 });
      expect(error).toMatch(SAYS_WHO_ANSWERED);
      expect(error).not.toMatch(ASKS_FOR_TOKEN);
    });

    test("says in the server's words that the instance is not found", async () => {
      const error = await expectToChangeNothing(operation, [{ call: "list", fault: NO_INSTANCE }], {
        list: 1,
      });
      expect(error).toContain("Instance not found");
    });

    test.each([
      ["405", NOT_ALLOWED],
      ["404 in the framework's words", NO_ROUTE],
    ])("says that there is no list where that is answered %s", async (_status, fault) => {
      const error = await expectToChangeNothing(operation, [{ call: "list", fault }], { list: 1 });
      expect(error).toMatch(/no call that lists webhooks|no list/);
    });

    test("loses no webhook that the list shows without its events and a gateway says 404 for", async () => {
      const { server, act } = await operation.prepare({ answersWithEvents: ["get"] });
      countCalls(server);
      server.faults.set({ call: "get", fault: TEXT });
      expect(await act()).toBeUndefined();
      expect(countCalls(server)).toEqual({ list: 2, get: 1 });
    });
  },
);

describe("an instance that is gone", () => {
  test("is no proof that its webhook is: nothing is forgotten", async () => {
    const server = await startServer({ dialect: { missingInstance: 404 } });
    const webhook = await created(await startRun(server));
    server.removeInstance(INSTANCE);
    takeCalls(server);
    const { message } = await failureOf(webhook.refresh(await startRun(server)));
    expect(message).toContain("Instance not found");
    expect(webhook.kept).toBeDefined();
    expect(takeCalls(server)).toEqual(["get", "list"]);
  });
});

test("a delete that is answered unclearly is not done where a gateway then says 404 for the webhook", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server, { maxRetries: "0" }));
  server.faults.set({ call: "delete", fault: json(200, {}) }, { call: "get", fault: TEXT });
  await failureOf(webhook.destroy(await startRun(server, { maxRetries: "0", timeoutSeconds: "60" })));
  expect(webhook.kept).toBeDefined();
  expect(server.webhooks()).toHaveLength(1);
});

describe("an answer that is not the API's is said to be another's:", () => {
  test.each(FOREIGN_ANSWERS.map((each) => [`${each.status} of ${each.who}`, each] as const))(
    "%s",
    async (_name, each) => {
      const server = await startServer();
      const webhook = await created(await startRun(server));
      const before = structuredClone(webhook.kept);
      takeCalls(server);
      server.faults.set(answering(each));
      const { message } = await failureOf(webhook.refresh(await startRun(server, { maxRetries: "0" })));
      expect(message).toMatch(SAYS_WHO_ANSWERED);
      expect(message).not.toMatch(ASKS_FOR_TOKEN);
      expect(takeCalls(server)).toEqual(each.status === 404 ? ["get", "list"] : ["get"]);
      expect(webhook.kept).toEqual(before);
    },
  );
});

describe("where another's 404 has the API's form, the list decides:", () => {
  test.each(FOREIGN_IN_API_FORM.map((each) => [each.who, each] as const))("%s", async (_who, each) => {
    const server = await startServer();
    const webhook = await created(await startRun(server));
    const { webhookId } = webhook.state.outputs;
    const { subscribedEvents } = webhook.state.outputs;
    server.faults.set(answering(each, "get"));
    expect(await webhook.refresh(await startRun(server))).toBe("there");
    expect(webhook.state.outputs).toMatchObject({ webhookId, subscribedEvents });
    server.faults.add(answering(each, "list"));
    await failureOf(webhook.refresh(await startRun(server)));
    expect(webhook.state.id).toBe(webhookId);
    server.faults.set(answering(each, "get"));
    server.remove(INSTANCE, webhookId);
    expect(await webhook.refresh(await startRun(server))).toBe("gone");
  });
});

test("a list that shows no events takes none from state where another says 404 for the webhook", async () => {
  const server = await startServer({ dialect: { answersWithEvents: ["get", "update"] } });
  const webhook = await created(await startRun(server));
  const before = structuredClone(webhook.kept);
  server.faults.set({ call: "get", fault: TEXT });
  expect(await webhook.refresh(await startRun(server))).toBe("there");
  expect(webhook.kept).toEqual(before);
});

test("the API's own words are still shown, and a refused token still asks for one", async () => {
  const server = await startServer();
  const webhook = await created(await startRun(server), ORDERS);
  server.faults.set({ call: "get", fault: { kind: "status", status: 401, message: "jwt expired" } });
  const { message } = await failureOf(webhook.refresh(await startRun(server)));
  expect(message).toContain("jwt expired");
  expect(message).toMatch(ASKS_FOR_TOKEN);
});
