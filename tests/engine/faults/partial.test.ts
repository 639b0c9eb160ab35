import { failureOf } from "../../support/engine/outcome";
import { casesNamed, declarationsOf, errorsAbout, resourceOf, revealed } from "../../support/faults/engine";
import { FaultStack } from "../../support/faults/engine-stack";

/** Failures of operations on webhooks that exist. */
const FAILURES = [
  "create: PUT, 502 page, always",
  "create: PATCH, 400, always",
  "create: GET, page, always",
  "create, adopting: PUT, 500, always",
  "update: PUT, reset, always",
  "update: PATCH, 500, always",
];
const WAYS = ["refreshed", "updated", "destroyed"] as const;

const CASES = WAYS.flatMap((way) => FAILURES.map((failure) => ({ way, failure })));
const titles = CASES.map(({ way, failure }, index) => [way, failure, index] as const);
const titlesOf = (...ways: string[]) => titles.filter(([way]) => ways.includes(way));

let run: FaultStack;

beforeAll(async () => {
  run = await FaultStack.open(casesNamed(CASES.map(({ failure }) => failure)));
  const { cases, stack } = run;
  const targets = (way: string) => {
    const { resources } = run.after("failure");
    return titlesOf(way).flatMap(([, , index]) => {
      const resource = resourceOf(run.at(index), resources);
      return resource ? ["--target", resource.urn] : [];
    });
  };
  await stack.declare(declarationsOf(cases, "before"));
  await stack.up();
  await stack.declare(declarationsOf(cases));
  const faulted = ["--continue-on-error", "--parallel", "24"];
  await run.step(
    "failure",
    () => failureOf(stack.up(...faulted)),
    () => true,
  );
  await run.step("refresh", () => stack.refresh(...targets("refreshed")));
  await run.step("destroy", () => stack.destroy(...targets("destroyed")));
  const left = cases.filter((_case, index) => CASES[index]?.way !== "destroyed");
  const renamed = left.map((each) => ({ ...each, declared: { ...each.declared, name: "renamed" } }));
  await stack.declare(declarationsOf(renamed));
  await run.step("update", () => stack.up());
  await run.step("next up", () => stack.up("--expect-no-changes"));
});

afterAll(() => run?.close());

test.each(titles)("what is to be %s is in state with all its properties: %s", (_way, _failure, index) => {
  const each = run.at(index);
  const { resources, output, live } = run.after("failure");
  const resource = resourceOf(each, resources);
  expect(resource?.initErrors).toHaveLength(1);
  expect(errorsAbout(each, output)).toEqual([expect.stringContaining("now: the webhook is in state")]);
  const { instanceId, name, url, baseUrl } = each.declared;
  const webhookId = String(live[index]?.[0]?.webhookId);
  expect(resource?.id).toBe(webhookId);
  expect(revealed(resource?.outputs)).toMatchObject({
    ...{ instanceId, name, url, baseUrl, webhookId, enabled: true, otherEvents: "off" },
    events: { connectionUpdate: true, messagesUpsert: true, stateInstance: true },
    subscribedEvents: expect.any(Array),
    __provider: resource?.inputs["__provider"],
  });
});

test.each(titlesOf("refreshed"))("it can be %s: %s", (_way, _failure, index) => {
  const each = run.at(index);
  const resource = resourceOf(each, run.after("refresh").resources);
  const [live] = run.after("refresh").live[index] ?? [];
  expect(resource?.initErrors ?? []).toEqual([]);
  // What is live stands in state, as far as it got.
  expect(revealed(resource?.outputs)).toMatchObject({
    name: live?.name,
    enabled: live?.enabled,
    url: live?.url,
  });
  expect(resource?.outputs["__provider"]).toEqual(expect.any(String));
});

test.each(titlesOf("destroyed"))("it can be %s: %s", (_way, _failure, index) => {
  expect(resourceOf(run.at(index), run.after("destroy").resources)).toBeUndefined();
  expect(run.after("destroy").live[index]).toEqual([]);
});

test.each(titlesOf("refreshed", "updated"))(
  "it is as declared after an update: %s, %s",
  (_way, _failure, index) => {
    const each = run.at(index);
    const { live, resources } = run.after("update");
    expect(live[index]).toEqual([
      expect.objectContaining({ name: "renamed", url: each.declared.url, enabled: true }),
    ]);
    const resource = resourceOf(each, resources);
    expect(resource?.initErrors).toBeUndefined();
    expect(resource?.id).toBe(String(live[index]?.[0]?.webhookId));
  },
);

test("the next up has nothing to do", () => {
  expect(run.after("next up").requests).toEqual(run.cases.map(() => 0));
});
