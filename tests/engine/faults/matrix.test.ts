import { failureOf } from "../../support/engine/outcome";
import { SECRETS } from "../../support/faults/declarations";
import {
  casesNamed,
  declarationsOf,
  type EngineCase,
  errorsAbout,
  resourceOf,
  revealed,
} from "../../support/faults/engine";
import { FaultStack } from "../../support/faults/engine-stack";
import { eventsOn } from "../../support/server/server";

/** Representatives of the fault matrix, by their names there. */
const CASES = casesNamed([
  "create: list, 500, once",
  "create: list, 401, always",
  "create: list, redirect, always",
  "create: list, huge, always",
  "create: list, hang, always",
  "create: POST, 400, always",
  "create: POST, 429, 2 s, once",
  "create: POST, token expires, always",
  "create: POST, reset, once",
  "create: POST, cut, once",
  "create: POST, applied, 500, once",
  "create: POST, applied, reset, once",
  "create: POST, applied, hang, once",
  "create: POST, applied late, once",
  "create: POST, lost, reads lag by 2, once",
  "create: list (after a lost answer), 500, once",
  "create: PUT, 502 page, always",
  "create: PUT, 503, 2 s, always",
  "create: PUT, cut, chunked, always",
  "create: PUT, wrong types, always",
  "create: PATCH, 400, always",
  "create: PATCH, 500, always",
  "create: PATCH, hang, always",
  "create: PATCH, applied, 504 page, once",
  "create: PATCH, flags ignored, always",
  "create: PATCH, reads lag by 9, always",
  "create: GET, empty, always",
  "create, adopting: list, page, always",
  "create, adopting: PUT, reset, always",
  "create, adopting: PATCH, 429, 1 h, always",
  "create, taking over: GET, 403, always",
  "create, taking over: GET, 404 `Cannot …` for all, always",
  "create, taking over: PUT, applied, empty, once",
  "update: PUT, 409, always",
  "update: PUT, 404 other JSON for all, always",
  "update: PUT, applied, 500, once",
  "update: PATCH, 500, always",
  "update: PATCH, reset, once",
  "update: PATCH, token expires, always",
  "update: GET, page, always",
  "refresh: GET, 401, always",
  "refresh: GET, 404, once",
  "refresh: GET, 404 text for all, always",
  "refresh: list (after GET was answered 404), 403 page, always",
  "refresh: GET, 500, always",
  "refresh: GET, hang, always",
  "destroy: DELETE, 401, always",
  "destroy: DELETE, 404 empty, always",
  "destroy: DELETE, 404 text for all, always",
  "destroy: list (after DELETE was answered 404), 404, always",
  "destroy: DELETE, 500, always",
  "destroy: DELETE, applied, reset, once",
  "destroy: DELETE, applied, hang, once",
  "destroy, disabling: PUT, 503, always",
]);

const titles = CASES.map(({ name }, index) => [name, index] as const);
const titlesOf = (...operations: string[]) =>
  titles.filter(([name]) => operations.some((operation) => name.startsWith(operation)));

let run: FaultStack;

beforeAll(async () => {
  run = await FaultStack.open(CASES);
  const { cases, stack } = run;
  const suffers = (command: string) => (each: EngineCase) => each.scenario.command === command;
  // Without --continue-on-error the engine starts nothing more after the first failure.
  const faulted = ["--parallel", "24", "--continue-on-error"];
  await stack.declare(declarationsOf(cases, "before"));
  await run.step("before", () => stack.up("--diff"));
  await stack.declare(declarationsOf(cases));
  await run.step("faulted up", () => failureOf(stack.up(...faulted)), suffers("up"));
  await run.step("up", () => stack.up("--diff"));
  await run.step("faulted refresh", () => failureOf(stack.refresh("--parallel", "24")), suffers("refresh"));
  await run.step("refresh", () => stack.refresh());
  await run.step("up after refresh", () => stack.up("--diff"));
  await run.step("next up", () => stack.up("--diff", "--expect-no-changes"));
  await run.step("faulted destroy", () => failureOf(stack.destroy(...faulted)), suffers("destroy"));
  await run.step("destroy", () => stack.destroy());
});

afterAll(() => run?.close());

describe("after a faulted command, the same command again ends with the one live webhook that is declared:", () => {
  test.each(titlesOf("create", "update"))("%s", (_name, index) => expectSettled(index, "up"));
  test.each(titlesOf("refresh"))("%s", (_name, index) => expectSettled(index, "up after refresh"));

  test.each(titlesOf("destroy"))("%s", (name, index) => {
    const live = run.after("destroy").live[index];
    expect(resourceOf(run.at(index), run.after("destroy").resources)).toBeUndefined();
    expect(live?.map(({ enabled }) => enabled)).toEqual(name.startsWith("destroy, disabling") ? [false] : []);
  });
});

test("the next up has nothing to do", () => {
  const { requests, resources } = run.after("next up");
  expect(requests).toEqual(run.cases.map(() => 0));
  expect(resources).toHaveLength(run.cases.length);
});

describe("a failure", () => {
  test.each(titlesOf("create", "update"))(
    "%s: is in state where the webhook exists, with all its properties",
    (_name, index) => {
      const each = run.at(index);
      const resource = resourceOf(each, run.after("faulted up").resources);
      const errors = errorsAbout(each, run.after("faulted up").output);
      expect(errors).toHaveLength(resource && !resource.initErrors ? 0 : 1);
      if (!resource) {
        expect(errors[0]).toContain("now: nothing new is in state");
      } else if (resource.initErrors) {
        expect(errors[0]).toContain("now: the webhook is in state");
        const { subscribedEvents, ...shape } = declaredShape(each);
        const outputs = { ...shape, webhookId: resource.id, baseUrl: each.server.url };
        expect(revealed(resource.outputs)).toMatchObject(outputs);
        expect(resource.outputs["subscribedEvents"]).toEqual(expect.any(Array));
        expect(resource.outputs["__provider"]).toBe(resource.inputs["__provider"]);
      }
    },
  );
});

test("every fault struck", () => {
  const steps = [run.after("faulted up"), run.after("faulted refresh"), run.after("faulted destroy")];
  const missed = titles.filter(([, index]) => !steps.every(({ struck }) => struck[index]));
  expect(missed.map(([name]) => name)).toEqual([]);
});

test("other webhooks of the instances are left alone", () => {
  for (const { server, id, bystander } of run.cases) expect(server.webhooks(id)).toContainEqual(bystander);
});

test("neither the token nor what is secret in a url is printed or kept in plain text", async () => {
  const everything = await run.stack.project.everything();
  expect(everything).toContain("hooks.example");
  const leaks = Object.values(SECRETS)
    .map((secret) => everything.indexOf(secret))
    .filter((at) => at >= 0);
  expect(leaks.map((at) => everything.slice(Math.max(0, at - 200), at + 50))).toEqual([]);
});

function expectSettled(index: number, after: string): void {
  const each = run.at(index);
  const live = run.after(after).live[index] ?? [];
  expect(live.map((webhook) => ({ ...webhook, subscribedEvents: eventsOn(webhook) }))).toEqual([
    expect.objectContaining(declaredShape(each)),
  ]);
  const resource = resourceOf(each, run.after(after).resources);
  expect(resource?.id).toBe(String(live[0]?.webhookId));
  expect(resource?.initErrors).toBeUndefined();
  expect(revealed(resource?.outputs)).toMatchObject(declaredShape(each));
}

function declaredShape({ declared }: EngineCase) {
  const { name, url, instanceId } = declared;
  // The declared events, by their names in the catalogue.
  const subscribedEvents = ["connectionUpdate", "messagesUpsert", "stateInstance"];
  return { instanceId, name, url, enabled: true, subscribedEvents };
}
