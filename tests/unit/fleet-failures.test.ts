import { randomUUID } from "node:crypto";
import { CallFailure } from "../../provider/api/failure";
import { describeFailures } from "../../provider/fleet/failures";
import { Refusal } from "../../provider/webhook/failure";

const call = { name: "define events", method: "PATCH", path: "/…", server: "https://api.example" } as const;
const refused = (status: number, ...serverMessages: string[]) =>
  new CallFailure({ kind: "refused", call, what: `was answered ${status}`, status, serverMessages });

function describe_(errors: readonly unknown[], total = 100): string[] {
  const failures = errors.map((error, index) => ({
    instanceId: `shop-${String(index + 1).padStart(2, "0")}`,
    error,
  }));
  return describeFailures("update", "could not update fleet", total, failures.reverse(), "so it is").split(
    "\n",
  );
}

test("a few failures are shown in full, sorted, with what is true now and what to do", () => {
  expect(describe_([refused(400, "bad flag"), new Error("odd")])).toEqual([
    "could not update fleet: 2 of 100 members failed",
    "  shop-01: PATCH /… (define events) was answered 400: bad flag",
    "  shop-02: odd",
    "now: so it is",
    "next: change the declaration as the server's words say, then run `pulumi up` again",
    "next: set the configuration right and run `pulumi up` again",
  ]);
});

test("failures are sorted by instance, in whatever order they came", () => {
  const failures = ["c", "a", "d", "b"].map((instanceId) => ({ instanceId, error: new Error("odd") }));
  const lines = describeFailures("update", "could not update fleet", 4, failures, "").split("\n");
  expect(lines.slice(1, 5)).toEqual(["  a: odd", "  b: odd", "  c: odd", "  d: odd"]);
});

test("causes are told apart by all of the server's words, and the most frequent comes first", () => {
  const errors = [...Array(25)].map((_, index) =>
    index < 5 ? refused(500) : index < 20 ? refused(400, "bad flag", "bad url") : refused(403),
  );
  expect(describe_(errors)).toContain(
    "  … and 5 more; all 25 by cause: 15 × define events: 400 (bad flag; bad url); " +
      "5 × define events: 403; 5 × define events: 500",
  );
});

test("of more than twenty, the first twenty are shown and all are counted by cause", () => {
  const errors = [...Array(30)].map((_, index) =>
    index % 3 === 0 ? refused(500) : refused(401, "Unauthorized"),
  );
  const lines = describe_(errors);
  expect(lines.filter((line) => line.startsWith("  shop-"))).toHaveLength(20);
  expect(lines).toContain(
    "  … and 10 more; all 30 by cause: 20 × define events: 401 (Unauthorized); 10 × define events: 500",
  );
  expect(lines.filter((line) => line.startsWith("next: "))).toHaveLength(2);
});

test("the same refusal on many instances is one cause", () => {
  const errors = [...Array(25)].map(
    (_, index) => new Refusal(`instance shop-${String(index + 1).padStart(2, "0")} has 2 webhooks`, "choose"),
  );
  expect(describe_(errors).join("\n")).toContain(
    "all 25 by cause: 25 × instance {instanceId} has … webhooks",
  );
});

test.each([
  ["UUIDs", () => randomUUID()],
  ["numbers", (index: number) => String(4000 + index)],
  ["other ids", (index: number) => `cm3x${index}q8`],
])("refusals that name webhooks by %s are one cause", (_what, idOf) => {
  const errors = [...Array(25)].map((_, index) => new Refusal(`webhook ${idOf(index)} is taken`, "choose"));
  expect(describe_(errors).join("\n")).toContain("all 25 by cause: 25 × webhook … is taken");
});

test("a refusal that a failed call led to counts as that call's", () => {
  const errors = [...Array(25)].map(
    (_, index) => new Refusal(`another has the url: ${index}`, "choose", { cause: refused(409) }),
  );
  expect(describe_(errors).join("\n")).toContain("25 × define events: 409");
});

/** A number in letters: what differs by more than ids. */
const wordOf = (index: number) => [...String(index)].map((digit) => "abcdefghij"[Number(digit)]).join("");

test("causes and next steps that are all different do not fill the screen", () => {
  const errors = [...Array(5000)].map((_, index) => new Refusal(`no ${wordOf(index)}`, `step ${index}`));
  const text = describe_(errors, 5000);
  expect(text.length).toBeLessThan(40);
  expect(text.join("\n").length).toBeLessThan(3000);
  expect(text.join("\n")).toContain("4990 × something else");
});
